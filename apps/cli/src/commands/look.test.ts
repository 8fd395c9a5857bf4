import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { expect, test } from "vitest";
import { conv2d, dense, flatten, graph, relu, rescaling } from "@convscope/core";
import { folder, refusal, run, words } from "../../test/run.ts";
import { Interrupted } from "../failure.ts";

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

interface Patches {
  readonly samples: number;
  readonly silent: readonly number[];
  readonly channels: readonly { readonly channel: number; readonly patches: readonly { readonly sample: number; readonly label: string; readonly value: number; readonly box: Readonly<Record<"top" | "bottom" | "left" | "right", number>> }[] }[];
}

test("patches are the strongest of the test pictures, beside what speaks for each channel", async () => {
  const cwd = folder();
  const { status, err, json } = await run(words(`look patches mnist-cnn --data strokes --samples 40 --node relu1 --channels 3,5 --top 4 ${random} --json`), { cwd });
  expect({ status, err }).toEqual({ status: 0, err: expect.stringMatching(/^note: weights are random.*\n$/) as string });
  const { channels, ...rest } = json<Patches>();
  expect(rest).toEqual({ network: "mnist-cnn", node: "relu1", data: "strokes", samples: 40, silent: [], file: join(cwd, "mnist-cnn-patches.svg") });
  expect(channels.map(({ channel }) => channel)).toEqual([3, 5]);
  for (const { patches } of channels) {
    const values = patches.map(({ value }) => value);
    expect(values).toEqual(values.toSorted((one, other) => other - one));
    expect(new Set(patches.map(({ sample }) => sample)).size).toBe(4);
    for (const { box: { top, bottom, left, right } } of patches) expect(Math.max(bottom - top, right - left)).toBeLessThanOrEqual(2);
  }
  const svg = readFileSync(join(cwd, "mnist-cnn-patches.svg"), "utf8");
  expect(svg.match(/<image /g)).toHaveLength(4);
  expect(svg).toMatch(/>channel 3: [\d.]+\s…\s[\d.]+<.*>channel 5:/s);
}, 60_000);

/** Six pictures in two classes, and a file that is none. */
async function photos(): Promise<string> {
  const cwd = folder();
  for (const [i, name] of ["dark", "light"].entries()) {
    mkdirSync(join(cwd, "photos", name), { recursive: true });
    for (let k = 0; k < 3; k++) {
      const data = Uint8Array.from({ length: 40 * 50 * 3 }, (_, at) => 100 * i + 20 * k + ((at * (7 + k)) % 97));
      await sharp(data, { raw: { width: 50, height: 40, channels: 3 } }).png().toFile(join(cwd, "photos", name, `${k}.png`));
    }
  }
  writeFileSync(join(cwd, "photos/dark/broken.png"), "no picture");
  return cwd;
}

test("of pictures in files those that can be read are looked at, and those that cannot be are told of", async () => {
  const cwd = await photos();
  const patches = await run(words(`look patches cifar-cnn --data photos --limit 2 ${random} -o patches.png --json`), { cwd });
  expect(patches.err).toMatch(/1 picture could not be read and was left out, such as dark\/broken.png/);
  expect(patches.json()).toMatchObject({ samples: 6, data: "photos", file: join(cwd, "patches.png") });
  const embedding = await run(words(`look embedding cifar-cnn --data photos ${random} --json`), { cwd });
  expect(embedding.json<{ points: readonly { label: string }[] }>().points.map(({ label }) => label)).toEqual(["dark", "dark", "dark", "light", "light", "light"]);
}, 60_000);

test("an embedding has a point for each sample, by components or neighbours", async () => {
  const cwd = folder();
  for (const method of ["pca", "tsne"]) {
    const { json } = await run(words(`look embedding mnist-cnn --data strokes --samples 30 --method ${method} ${random} -o ${method}.svg --json`), { cwd });
    const { points, ...rest } = json<{ points: readonly { x: number; y: number }[] }>();
    expect(rest).toMatchObject({ node: "relu3", method, features: 64, ...(method === "pca" && { explained: [expect.any(Number), expect.any(Number)] }) });
    expect(points).toHaveLength(30);
    expect(points.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
    expect(readFileSync(join(cwd, `${method}.svg`), "utf8")).toContain(method === "pca" ? "% of the variance" : ">t-SNE 2<");
  }
  // Of maps the mean of each.
  expect((await run(words(`look embedding mnist-cnn --data strokes --samples 5 --node conv2 ${random} --json`), { cwd })).json()).toMatchObject({ node: "conv2", features: 64 });
}, 60_000);

test("pictures are made that excite classes, channels and units more than noise does", async () => {
  const cwd = folder();
  for (const asked of ["--class 7 --class 2", "--node conv1 --limit 2 --parameterization pixels", "--node conv2 --channels 4,1 --of unit --jitter 0 --total-variation 0.01 --l2 0.01"]) {
    const { status, json } = await run(words(`look maximize mnist-cnn ${asked} --steps 12 --lr 0.2 ${random} --json -o made.svg`), { cwd });
    expect(status).toBe(0);
    const { channels } = json<{ channels: readonly { before: number; after: number; class?: string }[] }>();
    expect(channels.map((one) => one.class)).toEqual(asked.startsWith("--class") ? ["7", "2"] : [undefined, undefined]);
    for (const { before, after } of channels) expect(after).toBeGreaterThan(before);
    expect(readFileSync(join(cwd, "made.svg"), "utf8").match(/<image /g)).toHaveLength(2);
  }
}, 60_000);

test("the field of a unit over a picture, a test sample and noise", async () => {
  const cwd = folder();
  const field = async (of: string): Promise<unknown> => (await run(words(`look field mnist-cnn ${of}--node conv2 ${random} --json`), { cwd })).json();
  const within = { node: "conv2", unit: [0, 7], window: [{ from: 0, to: 4 }, { from: 11, to: 18 }] };
  expect(await field(`${cat} --at 0,7 `)).toMatchObject({ ...within, picture: cat, file: join(cwd, "mnist-cnn-field.svg") });
  expect(await field("--data strokes --index 2 --at 0,7 ")).toMatchObject({ ...within, data: "strokes", index: 2 });
  expect(await field("")).toMatchObject({ unit: [7, 7], noise: true });
  expect(readFileSync(join(cwd, "mnist-cnn-field-3.svg"), "utf8")).toContain(">Receptive field of conv2, the mean over noise<");
}, 60_000);

test("what cannot be looked at over a data set, or made up, is said", async () => {
  const said = async (line: string): Promise<string> => (await refusal(`look ${line} ${random}`)).replace(/note: weights are random[^\n]+\n/, "");
  expect(await said("patches mnist-cnn")).toMatchInlineSnapshot(`"2 error: mnist-cnn names no data set: name one with --data, such as --data mnist. "convscope data list" lists them."`);
  expect(await said("patches mnist-cnn --data shapes")).toMatchInlineSnapshot(`"1 error: shapes: its pictures must be what the network takes, 28×28×1. Received 32×32×3. Choose other --data."`);
  expect(await said("patches mnist-cnn --data strokes --node fc1")).toMatchInlineSnapshot(`"1 error: mnist-cnn: there is no node with maps "fc1". Known: conv1, relu1, pool1, conv2, relu2, pool2."`);
  expect(await said("patches mnist-cnn --data strokes --channels 1,64")).toMatchInlineSnapshot(`"1 error: mnist-cnn: "relu2" has the channels 0 … 63. Received 64."`);
  expect(await said("patches mnist-cnn --data strokes --channels 1 --limit 2")).toMatchInlineSnapshot(`"2 error: --channels and --limit both say which channels. Give one."`);
  expect(await said("maximize mnist-cnn --channels one")).toMatchInlineSnapshot(`
    "2 error: option '--channels <numbers>' argument 'one' is invalid. It must be whole numbers such as 0,1,2. Received "one".
    (--help shows what there is)"
  `);
  expect(await said("maximize mnist-cnn --class 3 --node conv1")).toMatchInlineSnapshot(`"2 error: --class says what is excited, and so do --node, --channels and --limit. Give one."`);
  expect(await said("maximize mnist-cnn --node conv9")).toMatchInlineSnapshot(`"1 error: mnist-cnn: there is no node "conv9". Did you mean "conv1" or "conv2"? Known: conv1, relu1, pool1, conv2, relu2, pool2, flatten, fc1, relu3, fc2."`);
  expect(await said("field mnist-cnn --node fc1")).toMatchInlineSnapshot(`"1 error: mnist-cnn: there is no node with maps "fc1". Known: conv1, relu1, pool1, conv2, relu2, pool2."`);
  expect(await said("field mnist-cnn --at 14,0")).toMatchInlineSnapshot(`"1 error: mnist-cnn: a unit of relu2 must have a place along each of 14×14, counted from 0. Received [14, 0]."`);
  expect(await said("field mnist-cnn --at middle")).toMatchInlineSnapshot(`
    "2 error: option '--at <row,column>' argument 'middle' is invalid. It must be a row and a column such as 3,5. Received "middle".
    (--help shows what there is)"
  `);
  expect(await said("field mnist-cnn --index 3")).toMatchInlineSnapshot(`"2 error: --index belongs to a data set: name it with --data."`);
  expect(await said("embedding mnist-cnn --data strokes --node fc9")).toMatchInlineSnapshot(`"1 error: mnist-cnn: there is no node "fc9". Did you mean "fc1" or "fc2"? Known: conv1, relu1, pool1, conv2, relu2, pool2, flatten, fc1, relu3, fc2."`);
}, 60_000);

test("long work ends when it is asked to", async () => {
  const controller = new AbortController();
  const ended = run(words(`look maximize mnist-cnn --steps 100k ${random}`), { cwd: folder(), signal: controller.signal });
  setTimeout(() => controller.abort(new Interrupted("Interrupted.")), 300);
  expect(await ended).toMatchObject({ status: 130, out: "", err: expect.stringMatching(/\nInterrupted\.\n$/) as string });
}, 60_000);

test("a network that answers to nothing has no patches", async () => {
  const cwd = folder();
  writeFileSync(join(cwd, "dead.json"), JSON.stringify(graph("dead", [28, 28, 1], { conv: conv2d(2, 3, { useBias: false }), relu: relu(), scale: rescaling({ scale: 0 }), flatten: flatten(), fc: dense(10) })));
  expect(await refusal(`look patches dead.json --data strokes --node scale ${random}`, { cwd })).toMatchInlineSnapshot(`
    "1 note: weights are random (seed 1), as asked: what the network says with them means nothing.
    error: scale: at least one channel must answer to a picture. Received 0 of 2: all are silent on 2,000 pictures of strokes. Choose other --channels or --data."
  `);
}, 60_000);

test("what cannot be looked at is said", async () => {
  expect(await refusal(`look gradcam mnist-cnn ${random}`)).toMatchInlineSnapshot(`"2 error: name a picture, or a test sample with --data mnist --index 0."`);
  expect(await refusal(`look saliency mnist-cnn --data strokes --layer conv1 ${random}`)).toMatchInlineSnapshot(`"2 error: --layer belongs to convscope look gradcam."`);
  expect(await refusal(`look saliency mnist-cnn --data strokes --class eleven ${random}`)).toMatchInlineSnapshot(`
    "2 note: weights are random (seed 1), as asked: what the network says with them means nothing.
    error: --class must be a class of the network, by its name or number. Received "eleven". Its classes have no names: give a number."
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
  const drawn = async (kernel: string): Promise<string> => {
    await run(["filter", cat, "--kernel", kernel, "-o", "drawn.svg"], { cwd });
    return readFileSync(join(cwd, "drawn.svg"), "utf8");
  };
  // What keeps the brightness is drawn as it is, and answers below 0 are black, not grey.
  const [before, after] = [...(await drawn("identity")).matchAll(/href="([^"]+)"/g)].map(([, uri]) => uri);
  expect(after).toBe(before);
  expect(await drawn("emboss")).toMatch(/>emboss, from −\d+ to \d+</);
  expect((await run(["filter", cat, "--kernel", "-1 0 1; -1 0 1; -1 0 1", "--edge", "valid", "--json"], { cwd })).json<{ shape: number[] }>().shape[2]).toBe(3);
  expect(await refusal(`filter ${cat} --kernel sobelx`)).toMatchInlineSnapshot(`"1 error: kernel: there is no kernel "sobelx". Did you mean "sobel-x" or "sobel-y"? Kernels: identity, mean, gaussian, sobel-x, sobel-y, prewitt-x, prewitt-y, edges, laplacian, sharpen, emboss."`);
  expect((await run(["filter", cat, "--kernel", "1 2; 3"], { cwd })).err).toMatchInlineSnapshot(`
    "error: --kernel must be a name, or rows of equally many numbers such as "0 1 0; 1 -4 1; 0 1 0". Received "1 2; 3".
    "
  `);
  expect(await refusal("filter missing.png")).toContain("there is no such picture");
}, 60_000);
