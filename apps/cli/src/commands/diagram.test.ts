import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, refusal, run, words } from "../../test/run.ts";

test("draws into a file named after the model and the style, and never over another", async () => {
  const cwd = folder();
  const first = await run(words("diagram lenet5"), { cwd });
  expect(first).toMatchObject({ status: 0, err: "", out: `lenet5 drawn into ${join(cwd, "lenet5-blocks.svg")}\n` });
  const { json } = await run(words("diagram lenet5 --json"), { cwd });
  expect(json()).toEqual({ name: "lenet5", style: "blocks", file: join(cwd, "lenet5-blocks-2.svg"), layers: 12, width: expect.any(Number) as number, height: expect.any(Number) as number });
  expect(readFileSync(join(cwd, "lenet5-blocks-2.svg"), "utf8")).toBe(readFileSync(join(cwd, "lenet5-blocks.svg"), "utf8"));
});

test("styles, groups, title and theme reach the figure", async () => {
  const cwd = folder();
  const drawn = async (line: string): Promise<string> => {
    expect(await run(words(`diagram ${line} -o f.svg`), { cwd })).toMatchObject({ status: 0, err: "" });
    return readFileSync(join(cwd, "f.svg"), "utf8");
  };
  expect(await drawn("resnet18 --title blocks")).toContain("layer1 ×2");
  expect(await drawn("resnet18 --style layers --direction right --theme dark")).toContain('data-node="layer1.0.bn1"');
  expect(await drawn("resnet18 --expand layer1 --collapse layer4")).toMatch(/data-node="layer1\.0\.bn1"[\s\S]*>layer4</);
  expect(await drawn("resnet18 --collapse 1")).toMatch(/>layer1<[\s\S]*>layer2<[\s\S]*>layer3<[\s\S]*>layer4</);
  expect(await drawn("mnist-cnn --style volumes --input 32x32x1 --classes 7 --width 600")).toMatch(/>32×32×32<[\s\S]*>dense, 7</);
});

test("a PNG, and a graph's file", async () => {
  const cwd = folder();
  await run(words("export graph logistic -o net.json"), { cwd });
  expect(await run(words("diagram net.json --out net.png"), { cwd })).toMatchObject({ status: 0, err: "" });
  expect([...readFileSync(join(cwd, "net.png")).subarray(1, 4)]).toEqual([80, 78, 71]);
  expect(await run(words("diagram net.json --style layers"), { cwd })).toMatchObject({ status: 0, out: `logistic drawn into ${join(cwd, "net-layers.svg")}\n` });
});

test("what is wrong is said", async () => {
  const cwd = folder();
  expect(await refusal("diagram resnet18 --expand layr1", { cwd })).toMatchInlineSnapshot(`"1 error: resnet18: there is no group "layr1" to draw. Did you mean "layer1" or "layer2" or "layer3"?"`);
  expect(await refusal("diagram unet --collapse encoder1 --collapse 2", { cwd })).toMatchInlineSnapshot(`"2 error: --collapse takes groups, or one number of parts. Received encoder1, 2."`);
  expect(await refusal("diagram resnet18 --style block", { cwd })).toMatchInlineSnapshot(`
    "2 error: option '--style <style>' argument 'block' is invalid. Allowed choices are blocks, layers, volumes.
    (--help shows what there is)"
  `);
  expect(await refusal("diagram resnet18 -o net.pdf", { cwd })).toMatchInlineSnapshot(`
    "2 error: option '-o, --out <file>' argument 'net.pdf' is invalid. It must end in .svg or .png. Received "net.pdf".
    (--help shows what there is)"
  `);
  expect(await refusal("diagram preresnet1001 --style layers --direction right -o net.png", { cwd })).toMatchInlineSnapshot(`"1 error: a PNG of 283659×260 pixels is too large: it must have at most 40000000. An .svg file has any size, and --style blocks draws repeated parts once."`);
});
