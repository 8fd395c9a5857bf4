import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { fallbacks, register } from "../src/index.ts";
import { agree, openForms } from "./agree.ts";

beforeAll(openForms);

test("what is not accelerated falls back to the cpu backend, and is counted", async () => {
  await tf.setBackend("simd");
  const before = fallbacks().get("FFT")?.count ?? 0;
  const transformed = tf.tidy(() => tf.real(tf.fft(tf.complex([1, 2], [0, 0]))).dataSync());
  expect([...transformed]).toEqual([3, -1]);
  expect(fallbacks().get("FFT")?.count).toBe(before + 1);
});

test("registered again, it takes the number of threads", async () => {
  expect(await register({ threads: 1 })).toEqual({ name: "simd", threads: 1 });
  expect(await register({ threads: 2 })).toEqual({ name: "simd", threads: 2 });
  expect(await register()).toEqual({ name: "simd", threads: 2 });
});

test("threads are counted from 1", async () => {
  await expect(register({ threads: 0 })).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: backend simd: threads must be a whole number above 0. Received 0.]`);
});

test("relu", () => agree(() => [tf.relu(tf.tensor1d([-1, 0, 2, NaN, Infinity]))]));
