import fc from "fast-check";
import { expect, test } from "vitest";
import { rosenblatt, says, tasks } from "./perceptron.ts";

const learnt = (name: string): ReturnType<typeof rosenblatt> => rosenblatt(tasks[name] ?? [], { rate: 1, epochs: 100 });

test("AND by hand: epoch 1 ends at w = (1, 1), bias 1", () => {
  expect(learnt("AND").steps.slice(0, 4).map(({ predicted, error, after }) => [predicted, error, ...after])).toEqual([[0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 1, 1, 1, 1]]);
  expect(learnt("AND").steps.at(-1)).toMatchObject({ epoch: 6, after: [2, 1, -2] });
});

test("what a line parts is learnt, XOR never", () => {
  for (const [name, samples] of Object.entries(tasks)) {
    const { steps, parted } = learnt(name);
    expect(parted, name).toBe(name !== "XOR");
    if (parted) for (const { x, expected } of samples) expect(says(steps.at(-1)?.after ?? [0, 0, 0], x), name).toBe(expected);
  }
});

test("from zero, the rate only scales the weights", () => {
  fc.assert(fc.property(fc.constantFrom(0.25, 0.5, 2, 8), fc.constantFrom(...Object.keys(tasks)), (rate, name) => {
    const scaled = rosenblatt(tasks[name] ?? [], { rate, epochs: 30 }).steps.map(({ after }) => after.map((weight) => weight / rate));
    const plain = rosenblatt(tasks[name] ?? [], { rate: 1, epochs: 30 }).steps.map(({ after }) => [...after]);
    // Powers of two scale without rounding; The comparison is rounded all the same.
    expect(scaled.flat().map((weight) => Number(weight.toFixed(6)) + 0)).toEqual(plain.flat().map((weight) => Number(weight.toFixed(6)) + 0));
  }));
});
