import { inputShape, isSequence, type Graph, type Shape } from "@convscope/core";
import { fromTorch } from "@convscope/exchange";
import { models, type ModelOptions } from "@convscope/models";
import { channelsFirst, channelsLast, expectClose, golden, hashedPicture, hashedState } from "@convscope/test-kit";
import { expect, test } from "vitest";
import { network, type NdArray } from "../src/index.ts";
import { engineOn } from "./backends.ts";
import { narrowed } from "./smallest.ts";

/** What a net that was written in PyTorch by itself gives, with weights by hash. */
interface Case {
  readonly model: string;
  readonly options: ModelOptions;
  readonly seed: number;
  readonly gain: number;
  /** Those that are no pictures. */
  readonly inputs: { readonly [name: string]: { readonly shape: Shape; readonly data: readonly number[] } };
  /** Of a node's values in PyTorch's order, every so many-th. */
  readonly outputs: { readonly [node: string]: { readonly shape: Shape; readonly every: number; readonly rms: number; readonly data: readonly number[] } };
}

const { cases } = golden<{ readonly cases: readonly Case[] }>("tasks.json");

/** FCN-32s goes on with the first and the last score where PyTorch's fades out, in the half stride beyond the middles of these: places of the picture that both have. */
const shared: { readonly [model: string]: readonly [first: number, last: number] } = { fcn32s: [13, 44] };

function inputsOf({ inputs }: Graph, of: Case): Record<string, NdArray> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, spec]) => {
      const given = of.inputs[name];
      if (given) return [name, { shape: given.shape, data: isSequence(spec) ? Int32Array.from(given.data) : Float32Array.from(given.data) }];
      const [height = 0, width = 0, channels = 0] = inputShape(spec);
      return [name, channelsLast(hashedPicture([1, channels, height, width], of.seed))];
    }),
  );
}

test.each(cases)("$model with $options gives what PyTorch's gives", { timeout: 60_000 }, async (of) => {
  const row = models.find(({ name }) => name === of.model);
  if (!row) throw new Error(`there is no ${of.model}`);
  const graph = narrowed(row, of.options);
  const net = await network(graph, { engine: await engineOn("simd"), weights: fromTorch(graph, hashedState(graph, of)) });
  const values = await net.predict(inputsOf(graph, of));
  net.dispose();
  expect(graph.outputs).toEqual(Object.keys(of.outputs));
  for (const [node, { shape, every, rms, data }] of Object.entries(of.outputs)) {
    const value = values[node];
    if (!value) throw new Error(`no value of ${node}`);
    const ours = shape.length === 4 ? channelsFirst(value) : value;
    expect(ours.shape).toEqual(shape);
    const [, , height = 1, width = 1] = shape;
    const [first, last] = shared[of.model] ?? [0, Infinity];
    const places = data.map((_, i) => i * every).filter((i) => [Math.floor(i / width) % height, i % width].every((at) => at >= first && at <= last));
    expect(places.length).toBeGreaterThan(data.length / 3);
    expectClose(places.map((i) => ours.data[i] ?? NaN), places.map((i) => data[i / every] ?? NaN), { relative: 0, absolute: 2e-5 * rms }, node);
  }
});
