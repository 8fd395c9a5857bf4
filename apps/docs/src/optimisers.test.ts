import { dense, graph } from "@convscope/core";
import { halfSquaredError, network, objectiveOf, useBackend, type Engine } from "@convscope/nn";
import { beforeAll, expect, test } from "vitest";
import { gradientsOf, pathOf, shownOptimisers, stepsFor } from "./optimisers.ts";

test("by hand: w = 1, η = 0.1, gradients 2 and 1", () => {
  const ends = Object.fromEntries(shownOptimisers.map((one) => [one.name, stepsFor(one, 1, [2, 1], 0.1).map(({ weight }) => Number(weight.toFixed(4)))]));
  expect(ends).toEqual({
    "SGD": [0.8, 0.7],
    "momentum 0.9": [0.8, 0.52],
    "Nesterov 0.9": [0.62, 0.268],
    "Adagrad": [0.9, 0.8553],
    "RMSprop": [0.6838, 0.5363],
    "Adam": [0.9, 0.8068],
    "AdamW, λ = 0.1": [0.89, 0.7879],
  });
});

let engine: Engine;
beforeAll(async () => void (engine = await useBackend("cpu")), 120_000);

test.each(shownOptimisers)("$name takes the steps of a training", async (one) => {
  const gradients = [2, 1, -3, 0.5, 0.01];
  const net = await network(graph("one", [1], { w: dense(1, { useBias: false }) }), { engine, weights: { "w.weight": { shape: [1, 1], data: Float32Array.of(1) } } });
  const objective = objectiveOf(net.graph, halfSquaredError());
  let weight = 1;
  const taken: number[] = [];
  for (const gradient of gradients) {
    // The slope of ½(w − y)² by w is w − y.
    await net.step({ inputs: { input: { shape: [1, 1], data: Float32Array.of(1) } }, targets: { w: { shape: [1, 1], data: Float32Array.of(weight - gradient) } } }, { objective, optimizer: one.of(0.1) });
    weight = (await net.weights())["w.weight"]?.data[0] ?? NaN;
    taken.push(weight);
  }
  stepsFor(one, 1, gradients, 0.1).forEach((step, i) => expect(step.weight).toBeCloseTo(taken[i] ?? NaN, 5));
  net.dispose();
});

test("each goes down a bowl", () => {
  for (const one of shownOptimisers) {
    const [x = NaN, y = NaN] = pathOf(one, (u, v) => [u, 10 * v], [-4, 1], { rate: 0.05, steps: 60 }).at(-1) ?? [];
    expect(x ** 2 + 10 * y ** 2, one.name).toBeLessThan(26);
  }
});

test("what is no list of gradients is refused", () => {
  expect(gradientsOf("2 −1")).toEqual([2, -1]);
  expect(() => gradientsOf("2 x")).toThrow(/one to twelve numbers/);
});
