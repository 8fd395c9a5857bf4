import { custom, outputShape } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import type { Context } from "../executor.ts";
import { runLayer } from "../testing.ts";
import { backendOf, everyBackend } from "../../../test/backends.ts";

const scaled = custom({
  name: "scaled",
  outputShape: ([x = []]) => x,
  weights: () => ({ scale: { shape: [1], trainable: true, role: "scale" } }),
  window: () => ["pointwise"],
  run: ([x]: readonly tf.Tensor[], { scale }, { training }: Context) => (training ? (x as tf.Tensor) : tf.mul(x as tf.Tensor, scale as tf.Tensor)),
});

test.each(everyBackend)("a layer of one's own runs, is differentiated and is told whether it trains, on %s", async (on) => {
  const backend = backendOf(on);
  const x = { shape: [1, 2], data: [3, 4] };
  const weights = { scale: { shape: [1], data: [10] } };
  const { output, grads } = await runLayer(scaled, [x], weights, { backend });
  expect(output.shape.slice(1)).toEqual(outputShape(scaled, [[2]]));
  expect([...output.data]).toEqual([30, 40]);
  expect([...(grads.inputs[0]?.data ?? [])]).toEqual([10, 10]);
  expect([...(grads.weights["scale"]?.data ?? [])]).toEqual([7]);
  expect([...(await runLayer(scaled, [x], weights, { backend, training: true })).output.data]).toEqual([3, 4]);
});
