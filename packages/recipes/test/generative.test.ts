import { simd } from "@convscope/backend-simd";
import { strokes } from "@convscope/datasets";
import { tfjsLoader, useBackend } from "@convscope/nn";
import { beforeAll, expect, test } from "vitest";
import { workbench, type Workbench } from "../src/index.ts";
import { autoencoderConv, autoencoderDense, dcgan, denoisingAutoencoder } from "../src/generative/index.ts";
import { neighbourAccuracy } from "../src/generative/neighbours.ts";
import { meanSquared, oneOfEach, psnr, tiled } from "../src/generative/pictures.ts";

let bench: Workbench;
beforeAll(async () => {
  const engine = await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 });
  bench = workbench({ engine, seed: 1, data: async (_name, samples) => strokes(samples) });
}, 60_000);

test("pictures are laid side by side, row by row", () => {
  const pictures = { shape: [3, 1, 2, 1], data: Float32Array.of(0, 0.2, 0.4, 0.6, 1, 2) };
  expect(tiled(pictures, [2, 0, 1], 2, "three")).toEqual({ image: Uint8Array.of(255, 255, 0, 51, 102, 153, 0, 0), shape: [2, 4, 1], caption: "three" });
  expect(oneOfEach([2, 0, 0, 2], 3)).toEqual([1, 0]);
});

test("a hundredth of the square of the peak is 20 decibels", () => {
  expect(psnr(meanSquared([0, 0.5], [0.1, 0.4]))).toBeCloseTo(20, 6);
});

test("neighbours vote, and of a tie the nearest decides", () => {
  const known = { points: { shape: [4, 2], data: Float32Array.of(0, 0, 0, 1, 5, 5, 6, 5) }, labels: [1, 1, 2, 3] };
  const at = (x: number, y: number, label: number) => ({ points: { shape: [1, 2], data: Float32Array.of(x, y) }, labels: [label] });
  expect(neighbourAccuracy(known, at(0, 0.4, 1), 3)).toBe(1);
  expect(neighbourAccuracy(known, at(5.9, 5, 3), 2)).toBe(1);
  expect(neighbourAccuracy(known, at(5.9, 5, 2), 2)).toBe(0);
});

test.each([autoencoderDense, autoencoderConv])("$name gives back more than the mean picture, and its plane knows of classes", { timeout: 60_000 }, async (recipe) => {
  const { measures, figures, networks } = await recipe.run(bench, { epochs: 15, train: 300, test: 60, batch: 16, learningRate: 0.005 });
  expect(measures["mse"]).toBeLessThan(measures["blankMse"] ?? 0);
  expect(measures["neighbours"]).toBeGreaterThan(0.12);
  expect(Object.keys(figures)).toEqual(["latent", "reconstructions"]);
  expect(networks["autoencoder"]?.graph.nodes.some(({ name }) => name === "latent")).toBe(true);
});

test("noise goes in and less comes out", { timeout: 60_000 }, async () => {
  const { measures, figures } = await denoisingAutoencoder.run(bench, { epochs: 6, train: 200, test: 20, batch: 8, learningRate: 0.01 });
  expect(measures["gain"]).toBeGreaterThan(0);
  expect(measures["psnr"]).toBeCloseTo((measures["noisyPsnr"] ?? NaN) + (measures["gain"] ?? NaN), 9);
  expect(figures["pictures"]).toMatch(/^<svg [^]*<\/svg>\n$/);
});

test("a generator learns to draw what is no noise, and a classifier judges it", { timeout: 60_000 }, async () => {
  const { measures, figures, networks, histories, table } = await dcgan.run(bench, { epochs: 3, train: 128, test: 20, batch: 16, filters: 4, classifierEpochs: 1, drawn: 40 });
  for (const measure of ["confident", "realConfident", "classifierAccuracy"]) {
    expect(measures[measure]).toBeGreaterThanOrEqual(0);
    expect(measures[measure]).toBeLessThanOrEqual(1);
  }
  expect(Object.keys(networks)).toEqual(["generator", "discriminator", "classifier"]);
  expect(Object.keys(histories)).toEqual(["classifier"]);
  expect(table).toHaveLength(11);
  for (const figure of Object.values(figures)) expect(figure).toMatch(/^<svg [^]*<\/svg>\n$/);
});

test("a generator's training that is interrupted ends the recipe", { timeout: 60_000 }, async () => {
  const controller = new AbortController();
  const { engine, data } = bench;
  const interrupted = workbench({ engine, data, signal: controller.signal });
  const gan: Workbench["gan"] = (stage, options, look) => interrupted.gan(stage, options, async (log) => {
    controller.abort(new Error("enough"));
    return (await look?.(log)) ?? {};
  });
  await expect(dcgan.run({ ...interrupted, gan }, { epochs: 3, train: 32, test: 20, batch: 16, filters: 4, classifierEpochs: 1, drawn: 40 })).rejects.toThrow("enough");
});
