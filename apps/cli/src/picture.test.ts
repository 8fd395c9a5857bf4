import { writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { folder, refusal } from "../test/run.ts";
import { borderBrightness, centred, readPicture } from "./picture.ts";
import { probabilities } from "./probabilities.ts";
import { dense, graph, softmax } from "@convscope/core";

test("a picture of the right size comes as it is", async () => {
  const path = join(folder(), "a.png");
  const pixels = Uint8Array.from({ length: 6 }, (_, i) => 40 * i);
  await sharp(pixels, { raw: { width: 3, height: 2, channels: 1 } }).png().toFile(path);
  expect(await readPicture(path, [2, 3, 1])).toEqual({ shape: [2, 3, 1], data: pixels });
  expect((await readPicture(path, [2, 3, 3])).data.subarray(3, 6)).toEqual(Uint8Array.of(40, 40, 40));
});

test("another shape is kept whole, and what is left free has the colour of its border", async () => {
  expect(centred({ shape: [1, 2, 1], data: Uint8Array.of(10, 20) }, 3, 2).data).toEqual(Uint8Array.of(15, 15, 10, 20, 15, 15));
  const path = join(folder(), "wide.png");
  await sharp({ create: { width: 40, height: 20, channels: 3, background: "black" } }).png().toFile(path);
  const { shape, data } = await readPicture(path, [28, 28, 1]);
  expect(shape).toEqual([28, 28, 1]);
  expect(Math.max(...data)).toBe(0);
});

test("the border is the outermost ring", () => {
  expect(borderBrightness({ shape: [3, 3, 1], data: Uint8Array.of(8, 8, 8, 8, 200, 8, 8, 8, 8) })).toBe(8);
});

test("what is no picture is refused, and a net without weights says so", async () => {
  const cwd = folder();
  writeFileSync(join(cwd, "a.png"), "not a picture");
  expect(await refusal("predict mnist-cnn b.png", { cwd })).toMatchInlineSnapshot(`
    "1 note: mnist-cnn has no trained weights here, so random ones (seed 1) are used: the answer means nothing.
    error: HERE/b.png: there is no such picture."
  `);
  expect(await refusal("predict mnist-cnn a.png", { cwd })).toMatch(/^1 note: [^\n]+\nerror: HERE\/a\.png: cannot be read as a picture \(.+\)\. PNG, JPEG/);
  expect(await refusal("predict perceptron a.png", { cwd })).toMatchInlineSnapshot(`
    "1 note: perceptron has no trained weights here, so random ones (seed 1) are used: the answer means nothing.
    error: HERE/a.png: a network that takes pictures has an input of height, width and 1 or 3 channels. Received 2."
  `);
  expect(await refusal("predict mnist-cnm a.png", { cwd })).toMatchInlineSnapshot(`"1 error: there is no model, file or run "mnist-cnm". Did you mean "mnist-cnn"? "convscope models" lists the models."`);
});

test("scores become probabilities once", () => {
  const data = Float32Array.of(0, Math.log(3), 1000, 1000);
  const soft = probabilities(graph("scores", [4], { fc: dense(2) }), { shape: [2, 2], data }).data;
  for (const [i, expected] of [0.25, 0.75, 0.5, 0.5].entries()) expect(soft[i]).toBeCloseTo(expected, 6);
  const given = Float32Array.of(0.2, 0.8);
  expect(probabilities(graph("soft", [4], { fc: dense(2), p: softmax() }), { shape: [1, 2], data: given }).data).toEqual(given);
});
