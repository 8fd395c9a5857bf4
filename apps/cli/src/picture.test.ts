import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { preprocess } from "@convscope/exchange";
import { golden } from "@convscope/test-kit";
import sharp from "sharp";
import { expect, test } from "vitest";
import { folder, refusal } from "../test/run.ts";
import { borderBrightness, centred, readPicture, readPixels } from "./picture.ts";
import { probabilities } from "./probabilities.ts";
import { dense, graph, softmax } from "@convscope/core";

const cat = fileURLToPath(new URL("../../../golden/cat.jpg", import.meta.url));

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
  expect(await refusal("predict mnist-cnn b.png", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/b.png: there is no such picture."`);
  execFileSync("/usr/bin/mkfifo", [join(cwd, "pipe.png")]);
  expect(await refusal("predict mnist-cnn pipe.png", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/pipe.png: must be a file. Received a device or a pipe; save what it gives into a file first."`);
  expect(await refusal("augment preview pipe.png", { cwd })).toContain("must be a file. Received a device or a pipe");
  expect(await refusal("predict mnist-cnn a.png", { cwd })).toMatch(/^1 note: [^\n]+\nerror: HERE\/a\.png: cannot be read as a picture \(.+\)\. PNG, JPEG/);
  expect(await refusal("predict perceptron a.png", { cwd })).toMatchInlineSnapshot(`
    "1 note: weights are random (seed 1), as there are no trained ones of perceptron here: what the network says with them means nothing.
    error: HERE/a.png: a network that takes pictures has an input of height, width and 1 or 3 channels. Received 2."
  `);
  expect((await refusal("predict autoencoder_conv a.png", { cwd })).split("\n")[1]).toMatchInlineSnapshot(`"error: autoencoder_conv: the network must take one picture and give one number for each class. Received input 28×28×1 → decoder.sigmoid 28×28×1. Choose a classifier; in a program, predict of @convscope/nn takes and gives any arrays."`);
  expect((await refusal("predict googlenet@auxiliary a.png --weights random", { cwd })).split("\n")[1]).toMatchInlineSnapshot(`"error: googlenet@auxiliary: the network must take one picture and give one number for each class. Received input 224×224×3 → fc 1000, aux1.fc2 1000, aux2.fc2 1000. Leave @auxiliary out."`);
  expect(await refusal("predict mnist-cnm a.png", { cwd })).toMatchInlineSnapshot(`"1 error: there is no model, file or run "mnist-cnm". Did you mean "mnist-cnn"? "convscope models" lists the models."`);
});

/** How far a picture's numbers lie from those of torchvision, on average and at most. */
const apart = (ours: ArrayLike<number>, theirs: ArrayLike<number>): { readonly mean: number; readonly most: number } => {
  const differences = Array.from(ours, (v, i) => Math.abs(v - (theirs[i] ?? NaN)));
  return { mean: differences.reduce((a, b) => a + b, 0) / differences.length, most: Math.max(...differences) };
};

interface Prepared {
  readonly cases: readonly { readonly picture: string; readonly interpolation: "bilinear" | "bicubic"; readonly resize: number; readonly crop: number; readonly pixels: string }[];
  readonly normalised: { readonly mean: readonly number[]; readonly std: readonly number[]; readonly values: readonly (readonly [y: number, x: number, channel: number, value: number])[] };
}

test("a JPEG goes into a net as torchvision puts it there", async () => {
  const { cases, normalised } = golden<Prepared>("preprocessing.json");
  const pixels = await readPixels(cat);
  for (const { interpolation, resize, crop, pixels: theirs } of cases.filter(({ picture }) => picture === "cat.jpg")) {
    const { data } = preprocess(pixels, { resize, crop, interpolation, mean: [0, 0, 0], std: [1 / 255, 1 / 255, 1 / 255] });
    const { mean, most } = apart(data, new Uint8Array(Buffer.from(theirs, "base64")));
    // The decoders may round a colour differently; what follows does not.
    expect({ interpolation, resize, mean: mean < 0.05, most: most < 3 }).toEqual({ interpolation, resize, mean: true, most: true });
  }
  const { data } = preprocess(pixels, { resize: 256, crop: 224, interpolation: "bilinear", mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] });
  for (const [y, x, channel, value] of normalised.values) expect(data[(y * 224 + x) * 3 + channel]).toBeCloseTo(value, 1);
  for (const channel of [0, 1, 2]) {
    const values = [...data].filter((_, i) => i % 3 === channel);
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    expect(mean).toBeCloseTo(normalised.mean[channel] ?? NaN, 3);
    expect(Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length)).toBeCloseTo(normalised.std[channel] ?? NaN, 3);
  }
});

test("palettes, 16 bits, CMYK, grey, transparency and turned cameras become upright bytes of red, green and blue", async () => {
  const cwd = folder();
  const at = (name: string): string => join(cwd, name);
  const red = sharp({ create: { width: 4, height: 2, channels: 3, background: "red" } });
  await red.clone().png({ palette: true }).toFile(at("palette.png"));
  await red.clone().toColourspace("rgb16").png().toFile(at("deep.png"));
  await red.clone().toColourspace("cmyk").jpeg({ quality: 100 }).toFile(at("cmyk.jpg"));
  await sharp({ create: { width: 4, height: 2, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0 } } }).png().toFile(at("clear.png"));
  await sharp(Uint8Array.of(9, 9, 9, 9, 9, 9, 9, 9), { raw: { width: 4, height: 2, channels: 1 } }).png().toFile(at("grey.png"));
  await red.clone().withMetadata({ orientation: 6 }).jpeg().toFile(at("turned.jpg"));
  const first = async (name: string): Promise<readonly number[]> => [...(await readPixels(at(name))).data.subarray(0, 3)];
  expect([await first("palette.png"), await first("deep.png"), await first("clear.png"), await first("grey.png")]).toEqual([[255, 0, 0], [255, 0, 0], [255, 255, 255], [9, 9, 9]]);
  const [r = 0, g = 255, b = 255] = await first("cmyk.jpg");
  expect([r > 200, g < 60, b < 60]).toEqual([true, true, true]);
  expect((await readPixels(at("turned.jpg"))).shape).toEqual([4, 2, 3]);
});

test("scores become probabilities once", () => {
  const data = Float32Array.of(0, Math.log(3), 1000, 1000);
  const soft = probabilities(graph("scores", [4], { fc: dense(2) }), { shape: [2, 2], data }).data;
  for (const [i, expected] of [0.25, 0.75, 0.5, 0.5].entries()) expect(soft[i]).toBeCloseTo(expected, 6);
  const given = Float32Array.of(0.2, 0.8);
  expect(probabilities(graph("soft", [4], { fc: dense(2), p: softmax() }), { shape: [1, 2], data: given }).data).toEqual(given);
});
