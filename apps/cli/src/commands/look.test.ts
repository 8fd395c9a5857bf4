import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { folder, refusal, run, words } from "../../test/run.ts";

const cat = fileURLToPath(new URL("../../../../golden/cat.jpg", import.meta.url));
const random = "--weights random --backend cpu";

test.each([
  ["saliency", ["saliency", "smoothgrad", "integrated-gradients", "input-x-gradient", "guided", "deconvnet"]],
  ["gradcam", ["gradcam", "gradcam++", "layercam", "scorecam"]],
  ["occlusion", ["occlusion"]],
])("look %s draws each of its ways for the class that was asked for", async (name, methods) => {
  const cwd = folder();
  for (const method of methods) {
    const { status, json } = await run(words(`look ${name} fashion-cnn --data strokes --index 2 --method ${method} --class 4 ${random} -o ${method}.svg --json`), { cwd });
    expect(status).toBe(0);
    expect(json()).toMatchObject({ method, target: 4, data: "strokes", index: 2, file: join(cwd, `${method}.svg`), ...(name === "gradcam" && { layer: expect.stringMatching(/^relu/) as string }) });
    expect(readFileSync(join(cwd, `${method}.svg`), "utf8")).toMatch(/<title>[^<]+ for 4<\/title>/);
  }
}, 120_000);

test("feature maps of named nodes, the first kernels, and a picture of one's own", async () => {
  const cwd = folder();
  const maps = await run(words(`look features fashion-cnn --data strokes --node conv1 --node conv2 --limit 4 ${random} --json`), { cwd });
  expect(maps.json()).toMatchObject({ nodes: [{ node: "conv1" }, { node: "conv2" }], file: join(cwd, "fashion-cnn-features.svg") });
  expect((await run(words("look filters fashion-cnn --weights random --json"), { cwd })).json()).toMatchObject({ node: "conv1", file: join(cwd, "fashion-cnn-filters.svg") });
  const own = await run(words(`look gradcam mnist-cnn ${cat} ${random} -o own.png --json`), { cwd });
  expect(own.json()).toMatchObject({ picture: cat, layer: "relu2" });
  expect(readFileSync(join(cwd, "own.png")).subarray(1, 4).toString()).toBe("PNG");
}, 60_000);

test("what cannot be looked at is said", async () => {
  expect(await refusal(`look gradcam mnist-cnn ${random}`)).toMatchInlineSnapshot(`"2 error: name a picture, or a test sample with --data mnist --index 0."`);
  expect(await refusal(`look saliency mnist-cnn --data strokes --layer conv1 ${random}`)).toMatchInlineSnapshot(`"2 error: --layer belongs to convscope look gradcam."`);
  expect(await refusal(`look saliency mnist-cnn --data strokes --class eleven ${random}`)).toMatchInlineSnapshot(`
    "2 note: weights are random (seed 1), as asked: what the network says with them means nothing.
    error: --class must be a class of the network, by its name or number. Received "eleven". Classes: ."
  `);
  expect(await refusal(`look gradcam mnist-cnn --data strokes --layer fc1 ${random}`)).toMatchInlineSnapshot(`
    "1 note: weights are random (seed 1), as asked: what the network says with them means nothing.
    error: mnist-cnn: layer must make maps, [height, width, channels]. Received "fc1", which makes [64]."
  `);
  expect(await refusal(`look features mnist-cnn --data strokes --node conv9 ${random}`)).toMatchInlineSnapshot(`
    "1 note: weights are random (seed 1), as asked: what the network says with them means nothing.
    error: mnist-cnn: there is no node with maps "conv9". Did you mean "conv1" or "conv2"? Known: conv1, relu1, pool1, conv2, relu2, pool2."
  `);
}, 60_000);

test("filter draws a picture through kernels by name, by deviation and by numbers", async () => {
  const cwd = folder();
  for (const [kernel, file] of [["sobel-x", "cat-sobel-x.svg"], ["sobel", "cat-sobel.svg"], ["gaussian:1.5", "cat-gaussian.svg"], ["0 -1 0; -1 5 -1; 0 -1 0", "cat-kernel.svg"]]) {
    const { status, json } = await run(["filter", cat, "--kernel", kernel ?? "", "--grey", "--json"], { cwd });
    expect(status).toBe(0);
    expect(json()).toMatchObject({ file: join(cwd, file ?? "") });
  }
  expect((await run(["filter", cat, "--kernel", "-1 0 1; -1 0 1; -1 0 1", "--edge", "valid", "--json"], { cwd })).json<{ shape: number[] }>().shape[2]).toBe(3);
  expect(await refusal(`filter ${cat} --kernel sobelx`)).toMatchInlineSnapshot(`"1 error: kernel: there is no kernel "sobelx". Did you mean "sobel-x" or "sobel-y"? Kernels: identity, mean, gaussian, sobel-x, sobel-y, prewitt-x, prewitt-y, edges, laplacian, sharpen, emboss."`);
  expect((await run(["filter", cat, "--kernel", "1 2; 3"], { cwd })).err).toMatchInlineSnapshot(`
    "error: --kernel must be a name, or rows of equally many numbers such as "0 1 0; 1 -4 1; 0 1 0". Received "1 2; 3".
    "
  `);
  expect(await refusal("filter missing.png")).toContain("there is no such picture");
}, 60_000);
