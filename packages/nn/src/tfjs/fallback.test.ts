import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { openBackend } from "./backends.ts";
import { fallBackToCpu, fallbacksDuring } from "./fallback.ts";

test("what wasm lacks the cpu backend computes, counted, with nothing left behind", async () => {
  await openBackend("wasm");
  const before = tf.memory();
  const counted = await fallbacksDuring("wasm", () => {
    expect([...tf.tidy(() => tf.unsortedSegmentSum(tf.tensor1d([1, 2, 3]), tf.tensor1d([0, 1, 0], "int32"), 2)).dataSync()]).toEqual([4, 2]);
    expect([...tf.tidy(() => tf.add(tf.tensor1d([1, 2]), 1)).dataSync()]).toEqual([2, 3]);
  });
  expect([...counted]).toEqual([["UnsortedSegmentSum", 1]]);
  expect(tf.memory().numTensors).toBe(before.numTensors + 2);
  expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers + 2);
});

test("registered twice, the first stays", async () => {
  await openBackend("wasm");
  const first = tf.getKernel("UnsortedSegmentSum", "wasm");
  fallBackToCpu("wasm");
  expect(tf.getKernel("UnsortedSegmentSum", "wasm")).toBe(first);
});
