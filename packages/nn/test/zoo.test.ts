import { inferShapes, inputShape, isSequence, parameters, weightSpecs, type Graph, type Shape } from "@convscope/core";
import { models } from "@convscope/models";
import { golden } from "@convscope/test-kit";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { network, type Arrays, type Engine, type NdArray } from "../src/index.ts";
import { engineOn } from "./backends.ts";
import { smallest } from "./smallest.ts";

const mostWeights = 30e6;
const torchvision = new Set(Object.keys(golden<{ readonly models: object }>("models.json").models));

/** Every model on small pictures, but for torchvision's of more than 30 million weights: a lighter one of each of their families runs. */
const nets: readonly Graph[] = models
  .map((row) => smallest(row, { classes: row.classes === 1000 ? 10 : row.classes }))
  .filter((net) => !torchvision.has(net.name) || parameters(net).trainable <= mostWeights);

/** Weights that get no gradient, and why. */
const none: { readonly [model: string]: { readonly [weight: string]: string } } = {
  perceptron: { "fc.weight": "a step is flat", "fc.bias": "a step is flat" },
};

/** Two samples of numbers between −1 and 1, all different. */
const numbers = (shape: Shape): NdArray => ({ shape: [2, ...shape], data: Float32Array.from({ length: 2 * shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(1000 * Math.sin(i + 1))) });

const inputsOf = ({ inputs }: Graph): Arrays =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, spec]) => {
      const made = numbers(inputShape(spec));
      return [name, isSequence(spec) ? { ...made, data: Int32Array.from(made.data, (_, i) => (7 * i) % spec.vocabulary) } : made];
    }),
  );

describe("on simd", { timeout: 120_000 }, () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await engineOn("simd");
  }, 120_000);

  // As at inference: of two samples at one place, a batch normalisation in training would leave the signs alone, and no gradient.
  test.each(nets)("$name goes forward, and every weight has a finite gradient that is not zero", async (of) => {
    const before = tf.memory().numTensors;
    const net = await network(of, { engine, seed: 1 });
    const shapes = inferShapes(of);
    const upstream = Object.fromEntries(of.outputs.map((name) => [name, numbers(shapes.get(name) ?? [])]));
    const learned = [...weightSpecs(of)].filter(([, { trainable }]) => trainable).map(([name]) => name);
    const { value, weights } = await net.gradients({ inputs: inputsOf(of), of: { upstream }, withRespectTo: { weights: learned } });
    net.dispose();
    expect(Number.isFinite(value)).toBe(true);
    const thatAre = (what: (array: NdArray) => boolean): string[] => Object.entries(weights).filter(([, array]) => what(array)).map(([name]) => name);
    expect(thatAre(({ data }) => !data.every(Number.isFinite))).toEqual([]);
    expect(thatAre(({ data }) => data.every((x) => x === 0))).toEqual(Object.keys(none[of.name] ?? {}));
    expect(tf.memory().numTensors).toBe(before);
  });
});
