import { inferShapes, parameters } from "@convscope/core";
import { expect, test } from "vitest";
import { model, type ModelOptions } from "../src/index.ts";

test("dense: parameters by hand, one bias for each unit", () => {
  const dense = (...units: readonly number[]): number => units.slice(1).reduce((sum, n, i) => sum + ((units[i] ?? 0) + 1) * n, 0);
  expect(parameters(model("autoencoder_dense")).trainable).toBe(dense(784, 128, 64, 32, 64, 128, 784));
  expect(parameters(model("autoencoder_dense", { variant: "plane" })).trainable).toBe(dense(784, 128, 64, 2, 64, 128, 784));
});

test("convolutional: (9 + 1)·16 + (9·16 + 1)·4 on the way down, (4·4 + …)·16 and back on the way up", () => {
  expect(parameters(model("autoencoder_conv")).trainable).toBe((9 * 1 + 1) * 16 + (9 * 16 + 1) * 4 + (4 * 4 + 1) * 16 + (4 * 16 + 1) * 1);
});

test.each<[string, ModelOptions, readonly number[]]>([
  ["autoencoder_dense", {}, [32]],
  ["autoencoder_dense", { variant: "plane" }, [2]],
  ["autoencoder_conv", {}, [7, 7, 4]],
  ["autoencoder_conv", { inputShape: [32, 64, 3], classes: 3 }, [8, 16, 4]],
  ["autoencoder_dense", { inputShape: [5, 7, 3], classes: 3 }, [32]],
])("%s %j gives back a picture of the size it takes, through `latent`", (name, options, latent) => {
  const shapes = inferShapes(model(name, options));
  expect([shapes.get("latent"), shapes.get("decoder.sigmoid")]).toEqual([latent, shapes.get("input")]);
});

test("sizes that pooling cannot halve twice are refused", () => {
  expect(() => model("autoencoder_conv", { inputShape: [30, 28, 1] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: autoencoder_conv: height and width must be multiples of 4, as they are halved twice. Received 30×28.]`);
});
