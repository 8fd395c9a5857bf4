import { conv2d, dense } from "@convscope/core";
import { expect, test } from "vitest";
import { runLayer } from "./testing.ts";
import { backendOf, everyBackend } from "../../test/backends.ts";

test.each(everyBackend)("a dense layer and its gradients by hand on %s", async (on) => {
  const backend = backendOf(on);
  const { output, grads } = await runLayer(dense(2), [{ shape: [1, 2], data: [1, 2] }], { weight: { shape: [2, 2], data: [1, 2, 3, 4] }, bias: { shape: [2], data: [10, 20] } }, { backend });
  expect([...output.data]).toEqual([17, 30]);
  expect([...(grads.inputs[0]?.data ?? [])]).toEqual([3, 7]);
  expect([...(grads.weights["weight"]?.data ?? [])]).toEqual([1, 1, 2, 2]);
});

test("wasm trains a convolution, by falling back where it must", async () => {
  const { grads } = await runLayer(conv2d(1, 2), [{ shape: [1, 2, 2, 1], data: [1, 2, 3, 4] }], { weight: { shape: [2, 2, 1, 1], data: [1, 1, 1, 1] }, bias: { shape: [1], data: [0] } }, { backend: "wasm" });
  expect([...(grads.weights["weight"]?.data ?? [])]).toEqual([1, 2, 3, 4]);
});
