import { inferShapes, parameters } from "@convscope/core";
import { expect, test } from "vitest";
import { model } from "../src/index.ts";

test("PyTorch's example prints 3,576,704 and 2,765,568 parameters", () => {
  expect(["dcgan_generator", "dcgan_discriminator"].map((name) => parameters(model(name)).trainable)).toEqual([3_576_704, 2_765_568]);
});

test("weights by hand: 4×4 windows, and two for each channel that is normalised", () => {
  const windows = (...channels: readonly number[]): number => channels.slice(1).reduce((sum, n, i) => sum + 16 * n * (channels[i] ?? 0), 0);
  expect(windows(100, 512, 256, 128, 64, 3) + 2 * (512 + 256 + 128 + 64)).toBe(3_576_704);
  expect(windows(3, 64, 128, 256, 512, 1) + 2 * (128 + 256 + 512)).toBe(2_765_568);
});

test("what the one draws, the other takes", () => {
  const drawn = inferShapes(model("dcgan_generator", { inputShape: [16] })).get("main.13");
  expect(drawn).toEqual([64, 64, 3]);
  expect(inferShapes(model("dcgan_discriminator", { inputShape: drawn ?? [] })).get("flatten")).toEqual([1]);
});
