import { kinds, outputShape, product, weights, type Kind, type Layer, type Shape, type WeightSpec } from "@convscope/core";
import { layersByKind, type Numbers } from "@convscope/test-kit";
import * as fc from "fast-check";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { randomOf } from "../random.ts";
import { executorOf } from "./executors.ts";
import { runLayer } from "./testing.ts";

const batch = 3;
/** Far above float32's rounding, far below the distance of most points from a kink. */
const stride = 1 / 512;

/** Whose gradient is meant to be something else than the derivative. */
const excused: { readonly [K in Kind]?: (layer: Layer) => boolean } = {
  // The row of the padding index is shown to the layers behind, and stays as it is.
  embedding: (layer) => layer.kind === "embedding" && layer.paddingIndex !== "none",
};

/** Inputs that a kind can mean something by; −1.5 to 1.5 for all others. */
const ranges: { readonly [K in Kind]?: (place: number) => readonly [from: number, to: number] } = {
  colorSpace: () => [0.1, 1],
  roiPooling: (place) => (place === 0 ? [-1.5, 1.5] : [0, 9]),
};

const numbers = (shape: Shape, [from, to]: readonly [number, number], ...seed: readonly [number, string]): Numbers => ({
  shape, data: Float32Array.from(randomOf(...seed).uniforms(product(shape)), (u) => from + (to - from) * u),
});
/** A direction: −1 or 1 for each number. */
const signs = (length: number, ...seed: readonly [number, string]): Float32Array => Float32Array.from(randomOf(...seed).uniforms(length), (u) => (u < 0.5 ? -1 : 1));
/** Statistics are variances, whatever they are called: none is negative. */
const rangeOf = ({ trainable }: WeightSpec): readonly [number, number] => (trainable ? [-1, 1] : [0.5, 1.5]);
const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => Array.from(a).reduce((sum, x, i) => sum + x * (b[i] ?? NaN), 0);

interface Point {
  readonly inputs: readonly Numbers[];
  readonly weights: { readonly [name: string]: Numbers };
}

function inputOf(layer: Layer, shape: Shape, place: number, seed: number): Numbers {
  if (!("vocabulary" in layer)) return numbers([batch, ...shape], ranges[layer.kind]?.(place) ?? [-1.5, 1.5], seed, `input ${place}`);
  const words = randomOf(seed, "words").uniforms(batch * product(shape));
  return { shape: [batch, ...shape], data: Int32Array.from(words, (u) => Math.floor(u * layer.vocabulary)) };
}

/** Σ output · upstream, the sum in float64. */
function scalar(layer: Layer, { inputs, weights }: Point, training: boolean, upstream: Numbers): number {
  return tf.tidy(() => {
    const tensor = ({ data, shape }: Numbers): tf.Tensor => (data instanceof Int32Array ? tf.tensor(data, [...shape], "int32") : tf.tensor(Float32Array.from(data), [...shape]));
    const ws = Object.fromEntries(Object.entries(weights).map(([name, w]) => [name, tensor(w)]));
    const context = { training, rule: "true" as const, uniform: (shape: readonly number[]) => tf.fill([...shape], 0.5), remember: () => undefined };
    return dot(executorOf(layer)(layer, inputs.map(tensor), ws, context).dataSync(), upstream.data);
  });
}

const moved = ({ shape, data }: Numbers, direction: Float32Array, by: number): Numbers => ({ shape, data: Float32Array.from(data, (x, i) => x + by * (direction[i] ?? 0)) });

interface Slope {
  readonly of: string;
  readonly analytic: number;
  readonly numeric: number;
  readonly tolerance: number;
}

/** The derivative along a random direction of each input and each trainable weight, twice; undefined where a kink is near. */
async function slopes(layer: Layer, shapes: readonly Shape[], training: boolean, seed: number): Promise<(Slope | undefined)[]> {
  const specs = Object.entries(weights(layer, shapes));
  const point: Point = {
    inputs: shapes.map((shape, i) => inputOf(layer, shape, i, seed)),
    weights: Object.fromEntries(specs.map(([name, spec]) => [name, numbers(spec.shape, rangeOf(spec), seed, name)])),
  };
  const upstream = numbers([batch, ...outputShape(layer, shapes)], [-1, 1], seed, "upstream");
  const { grads } = await runLayer(layer, point.inputs, point.weights, { training, upstream });
  const variables = [
    ...point.inputs.filter(({ data }) => !(data instanceof Int32Array)).map((x, i) => ({
      of: `input ${i}`, x, gradient: grads.inputs[i]?.data ?? [], at: (x: Numbers): Point => ({ ...point, inputs: point.inputs.map((other, j) => (j === i ? x : other)) }),
    })),
    ...specs.filter(([, { trainable }]) => trainable).map(([name]) => ({
      of: name, x: point.weights[name] as Numbers, gradient: grads.weights[name]?.data ?? [], at: (x: Numbers): Point => ({ ...point, weights: { ...point.weights, [name]: x } }),
    })),
  ];
  return variables.map(({ of, x, gradient, at }) => {
    const direction = signs(x.data.length, seed, `direction ${of}`);
    const along = (by: number): number => scalar(layer, at(moved(x, direction, by)), training, upstream);
    const here = along(0);
    const sides = [stride, -stride, stride / 2, -stride / 2].map((by) => (along(by) - here) / by) as [number, number, number, number];
    const numeric = (sides[2] + sides[3]) / 2;
    // Along signs drawn at random the slope is about as large as the gradient is long.
    const tolerance = 1e-3 + 2e-2 * Math.max(Math.hypot(...Array.from(gradient)), Math.abs(numeric));
    return Math.max(...sides) - Math.min(...sides) < tolerance ? { of, analytic: dot(gradient, direction), numeric, tolerance } : undefined;
  });
}

describe.each(kinds)("%s", (kind) => {
  const placed: fc.Arbitrary<{ readonly layer: Layer; readonly inputs: readonly Shape[] }> = layersByKind[kind];

  test("has the gradients that its outputs have as slopes", async () => {
    let [compared, tried] = [0, 0];
    for (const [seed, { layer, inputs }] of fc.sample(placed.filter(({ layer }) => !(excused[kind]?.(layer) ?? false)), { numRuns: 6, seed: 1 }).entries()) {
      for (const slope of await slopes(layer, inputs, seed % 2 === 0, seed)) {
        tried++;
        if (!slope) continue;
        compared++;
        const { of, analytic, numeric, tolerance } = slope;
        if (!(Math.abs(analytic - numeric) < tolerance)) expect.fail(`${JSON.stringify(layer)} on ${JSON.stringify(inputs)}${seed % 2 === 0 ? " in training" : ""}: the gradient of ${of} says ${analytic} along a direction in which the slope is ${numeric}.`);
      }
    }
    // Kinks excuse a point, never a layer.
    expect(compared).toBeGreaterThan(tried / 3);
  });
});
