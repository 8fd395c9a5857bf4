import {
  average, channelShuffle, channelSlice, concatenate, cropping2d, learnedConstant, multiply, outputShape, permute, repeatVector, reshape, roiPooling, scale, select, subtract, upSampling2d, zeroPadding2d,
  type Layer,
} from "@convscope/core";
import { expectClose, type Numbers } from "@convscope/test-kit";
import { describe, expect, test } from "vitest";
import { runLayer } from "../testing.ts";
import { backendOf, everyBackend } from "../../../test/backends.ts";

/** 0, 1, 2, … in a shape. */
const count = (...shape: readonly number[]): Numbers => ({ shape, data: Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i) });

/** A layer, its inputs, its output and what each input has of the gradient of the output's sum. */
const examples: readonly (readonly [name: string, layer: Layer, inputs: readonly Numbers[], output: readonly number[], grads: readonly (readonly number[])[]])[] = [
  ["reshape", reshape([-1, 3]), [count(1, 2, 3)], [0, 1, 2, 3, 4, 5], [[1, 1, 1, 1, 1, 1]]],
  ["permute", permute([1, 0]), [count(1, 2, 3)], [0, 3, 1, 4, 2, 5], [[1, 1, 1, 1, 1, 1]]],
  ["channelShuffle", channelShuffle(2), [count(1, 1, 1, 6)], [0, 3, 1, 4, 2, 5], [[1, 1, 1, 1, 1, 1]]],
  ["cropping2d", cropping2d([[1, 0], [0, 2]]), [count(1, 2, 3, 1)], [3], [[0, 0, 0, 1, 0, 0]]],
  ["zeroPadding2d", zeroPadding2d([[0, 1], [1, 0]]), [count(1, 1, 2, 1)], [0, 0, 1, 0, 0, 0], [[1, 1]]],
  ["multiply", multiply(), [count(1, 3), count(1, 3)], [0, 1, 4], [[0, 1, 2], [0, 1, 2]]],
  ["subtract", subtract(), [count(1, 2), { shape: [1, 2], data: [5, 7] }], [-5, -6], [[1, 1], [-1, -1]]],
  ["average", average(), [count(1, 2), { shape: [1, 2], data: [4, 7] }], [2, 4], [[0.5, 0.5], [0.5, 0.5]]],
  ["concatenate", concatenate(), [count(1, 2, 1), count(1, 2, 2)], [0, 0, 1, 1, 2, 3], [[1, 1], [1, 1, 1, 1]]],
  ["concatenate of tokens", concatenate({ axis: 0 }), [count(1, 1, 2), count(1, 2, 2)], [0, 1, 0, 1, 2, 3], [[1, 1], [1, 1, 1, 1]]],
  ["scale", scale(), [count(1, 1, 2, 2), { shape: [1, 2], data: [10, 100] }], [0, 100, 20, 300], [[10, 100, 10, 100], [2, 4]]],
  ["scale by 1×1 maps", scale(), [count(1, 1, 2, 2), { shape: [1, 1, 1, 2], data: [10, 100] }], [0, 100, 20, 300], [[10, 100, 10, 100], [2, 4]]],
  ["channelSlice", channelSlice(1, 3), [count(1, 2, 4)], [1, 2, 5, 6], [[0, 1, 1, 0, 0, 1, 1, 0]]],
  ["channelSlice of a part", channelSlice(1, 2, { parts: 2 }), [count(1, 2, 4)], [2, 3, 6, 7], [[0, 0, 1, 1, 0, 0, 1, 1]]],
  ["select", select(0), [count(2, 2, 2)], [0, 1, 4, 5], [[1, 1, 0, 0, 1, 1, 0, 0]]],
  ["select of the last column", select(-1, { axis: 1 }), [count(1, 2, 3)], [2, 5], [[0, 0, 1, 0, 0, 1]]],
  ["repeatVector", repeatVector(3), [count(1, 2)], [0, 1, 0, 1, 0, 1], [[3, 3]]],
  ["upSampling2d", upSampling2d(2), [count(1, 1, 2, 1)], [0, 0, 1, 1, 0, 0, 1, 1], [[4, 4]]],
  ["roiPooling", roiPooling([1, 2]), [count(1, 3, 3, 1), { shape: [1, 2, 4], data: [0, 0, 2, 1, 1, 2, 1, 2] }], [4, 5, 7, 7], [[0, 0, 0, 0, 1, 1, 0, 2, 0], [0, 0, 0, 0, 0, 0, 0, 0]]],
];

describe.each(everyBackend)("%s", (on) => {
  const backend = backendOf(on);
  test.each(examples)("%s", async (_, layer, inputs, output, grads) => {
    const run = await runLayer(layer, inputs, {}, { backend });
    expect([...run.output.data]).toEqual(output);
    expect(run.output.shape).toEqual([inputs[0]?.shape[0], ...outputShape(layer, inputs.map(({ shape }) => shape.slice(1)))]);
    expect(run.grads.inputs.map(({ data }) => [...data])).toEqual(grads);
  });

  test("a learned constant is the same for each sample, and its gradient is their sum", async () => {
    const run = await runLayer(learnedConstant([1, 2]), [count(3, 4)], { weight: { shape: [1, 2], data: [5, 6] } }, { backend, upstream: count(3, 1, 2) });
    expect(run.output).toEqual({ shape: [3, 1, 2], data: Float32Array.from([5, 6, 5, 6, 5, 6]) });
    expectClose(run.grads.weights["weight"]?.data ?? [], [0 + 2 + 4, 1 + 3 + 5]);
    expect([...(run.grads.inputs[0]?.data ?? [])]).toEqual(Array.from({ length: 12 }, () => 0));
  });
});
