import * as fc from "fast-check";
import { anyGraph } from "@convscope/test-kit";
import { expect, test } from "vitest";
import { add, batchNormalization, branches, conv2d, dense, flatten, graph, memory, relu, residual, summarize } from "../index.ts";

// Numbers: input 4·4·1 = 16; conv 4·4·2 = 32, parameters 3·3·1·2 + 2 = 20; BN 32, 4 learned and 4 remembered; flatten 32; dense 3, 32·3 + 3 = 99.
const net = graph("hand", [4, 4, 1], { conv: conv2d(2, 3, { padding: 1 }), bn: batchNormalization(), flatten: flatten(), fc: dense(3) });

test("bytes of a net that can be counted by hand", () => {
  const [trainable, all, activations] = [123, 127, 99];
  expect(memory(net)).toEqual({
    parameters: 4 * all,
    activations: 4 * activations,
    // While the normalisation runs: its input and its output.
    inferencePeak: 4 * (32 + 32),
    training: Object.fromEntries(
      Object.entries({ sgd: 0, momentum: 1, rmsprop: 1, adagrad: 1, adam: 2, adamw: 2, adadelta: 2, adamax: 2, nadam: 2, radam: 2 })
        .map(([name, slots]) => [name, 4 * (all + trainable * (1 + slots) + 2 * activations)]),
    ),
  });
});

test("activations grow with the batch, weights do not; half precision halves all", () => {
  const [one, many, half] = [memory(net), memory(net, { batchSize: 32 }), memory(net, { bytesPerNumber: 2 })];
  expect([many.parameters, many.activations, many.inferencePeak]).toEqual([one.parameters, 32 * one.activations, 32 * one.inferencePeak]);
  expect(many.training.adam - one.training.adam).toBe(31 * 2 * one.activations);
  expect([half.parameters, half.activations, half.training.sgd]).toEqual([one.parameters / 2, one.activations / 2, one.training.sgd / 2]);
});

test("a shortcut is held until the sum: three maps at once where a chain holds two", () => {
  const map = 4 * 8 * 8 * 2;
  expect(memory(graph("chain", [8, 8, 2], [relu(), relu(), relu()])).inferencePeak).toBe(2 * map);
  expect(memory(graph("block", [8, 8, 2], residual([relu(), relu()]))).inferencePeak).toBe(3 * map);
  expect(memory(graph("same", [8, 8, 2], branches([[], []], add()))).inferencePeak).toBe(2 * map);
});

test("of any graph: the peak holds the largest value with its inputs, and the summary survives JSON", () => {
  fc.assert(
    fc.property(anyGraph, (any) => {
      const summary = summarize(any);
      expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
      const bytes = (shapes: readonly (readonly number[])[]): number => shapes.reduce((sum, shape) => sum + 4 * shape.reduce((a, b) => a * b, 1), 0);
      for (const { inputs, inputShapes, outputShape } of summary.layers)
        expect(summary.memory.inferencePeak).toBeGreaterThanOrEqual(bytes([...inputShapes.filter((_, i) => inputs.indexOf(inputs[i] ?? "") === i), outputShape]));
      expect(summary.params).toBe(summary.layers.reduce((sum, { params }) => sum + params, 0));
      expect(summary.memory.parameters).toBeGreaterThanOrEqual(4 * summary.trainableParams);
    }),
    { numRuns: 60 },
  );
});
