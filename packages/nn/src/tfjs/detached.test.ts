import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { openBackend } from "./backends.ts";
import { detached } from "./detached.ts";
import { safeSqrt } from "./safe.ts";

beforeAll(() => openBackend("cpu"));

const gradient = (f: (x: tf.Tensor) => tf.Tensor, ...x: readonly number[]): number[] => tf.tidy(() => [...tf.grad((x) => tf.sum(f(x)))(tf.tensor1d([...x])).dataSync()]);

test("a mask computed from x is a constant to the gradient", () => {
  const positive = (x: tf.Tensor): tf.Tensor => tf.mul(x, detached((x) => tf.cast(tf.greater(x, 0), "float32"), x));
  expect(gradient(positive, -2, 3)).toEqual([0, 1]);
});

test("the square root has a gradient at zero, which is zero", () => {
  expect(gradient(safeSqrt, 0, 4)).toEqual([0, 0.25]);
  expect([...tf.tidy(() => safeSqrt(tf.tensor1d([0, 4])).dataSync())]).toEqual([0, 2]);
});
