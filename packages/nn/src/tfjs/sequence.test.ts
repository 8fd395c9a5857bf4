import { embedding, gru, lstm, multiHeadAttention, outputShape, simpleRnn, weights, type Layer } from "@convscope/core";
import { attentionLoop, cells, expectClose, fromTorchAxes, golden, recurrentLoop, type Floats, type Numbers } from "@convscope/test-kit";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runLayer } from "./testing.ts";
import { backendOf, everyBackend } from "../../test/backends.ts";

interface Case {
  readonly name: string;
  readonly module: "Embedding" | "RNN" | "LSTM" | "GRU" | "MultiheadAttention";
  readonly config: Config;
  readonly inputs: { readonly [name: string]: Golden };
  readonly weights: { readonly [name: string]: Golden };
  readonly upstream: Golden;
  readonly output: Golden;
  readonly grads: { readonly inputs: { readonly [name: string]: Golden }; readonly weights: { readonly [name: string]: Golden } };
}

interface Golden {
  readonly shape: readonly number[];
  readonly data: readonly number[];
  readonly dtype?: "int";
}

interface Config {
  readonly num_embeddings?: number;
  readonly embedding_dim?: number;
  readonly padding_idx?: number;
  readonly hidden_size?: number;
  readonly sequences?: boolean;
  readonly bidirectional?: boolean;
  readonly bias?: boolean;
  readonly nonlinearity?: "tanh" | "relu";
  readonly num_heads?: number;
  readonly causal?: boolean;
}

const recurrent = ({ sequences = false, bidirectional = false, bias = true }: Config): Parameters<typeof lstm>[1] => ({ returnSequences: sequences, bidirectional, useBias: bias });

const layerOf: { readonly [module in Case["module"]]: (config: Config) => Layer } = {
  Embedding: ({ num_embeddings = 0, embedding_dim = 0, padding_idx }) => embedding(num_embeddings, embedding_dim, { paddingIndex: padding_idx ?? "none" }),
  RNN: (config) => simpleRnn(config.hidden_size ?? 0, { ...recurrent(config), activation: config.nonlinearity ?? "tanh" }),
  LSTM: (config) => lstm(config.hidden_size ?? 0, recurrent(config)),
  GRU: (config) => gru(config.hidden_size ?? 0, recurrent(config)),
  MultiheadAttention: ({ num_heads = 0, causal = false, bias = true }) => multiHeadAttention(num_heads, { causal, useBias: bias }),
};

const { cases } = golden<{ readonly cases: readonly Case[] }>("sequence.json");
const array = ({ shape, data, dtype }: Golden): Numbers => ({ shape, data: dtype === "int" ? Int32Array.from(data) : data });

describe.each(everyBackend)("on %s, outputs and gradients are PyTorch's", (on) => {
  const backend = backendOf(on);
  test.each(cases)("$name", async ({ module, config, inputs, weights: torch, upstream, output, grads }) => {
    const layer = layerOf[module](config);
    const given = Object.values(inputs).map(array);
    const specs = weights(layer, given.map(({ shape }) => shape.slice(1)));
    expect(Object.keys(specs).sort()).toEqual(Object.keys(torch).sort());
    const ours = (name: string, x: Golden | undefined): Floats => fromTorchAxes(x ?? { shape: [], data: [] }, specs[name]?.torchAxes);
    const learned = Object.fromEntries(Object.entries(torch).map(([name, x]) => [name, ours(name, x)]));
    for (const [name, { shape }] of Object.entries(specs)) expect(learned[name]?.shape, name).toEqual(shape);

    const result = await runLayer(layer, given, learned, { backend, upstream: array(upstream) });
    expect(result.output.shape).toEqual(output.shape);
    expect(result.output.shape.slice(1)).toEqual(outputShape(layer, given.map(({ shape }) => shape.slice(1))));
    expectClose(result.output.data, output.data, {}, "output");
    for (const [i, name] of Object.keys(grads.inputs).entries()) expectClose(result.grads.inputs[i]?.data ?? [], grads.inputs[name]?.data ?? [], {}, `gradient of ${name}`);
    for (const name of Object.keys(torch)) expectClose(result.grads.weights[name]?.data ?? [], ours(name, grads.weights[name]).data, {}, `gradient of ${name}`);
  });
});

const numbers = (...shape: number[]): fc.Arbitrary<Numbers> => {
  const size = shape.reduce((a, b) => a * b, 1);
  return fc.array(fc.integer({ min: -20, max: 20 }).map((n) => n / 10), { minLength: size, maxLength: size }).map((data) => ({ shape, data }));
};
const size = fc.integer({ min: 1, max: 4 });

describe("the same as one number at a time", () => {
  test.each([["tanh", 1, simpleRnn], ["lstm", 4, lstm], ["gru", 3, gru]] as const)("%s", async (name, gates, make) => {
    const drawn = fc.tuple(size, size, size, fc.boolean()).chain(([length, channels, units, useBias]) =>
      fc.tuple(fc.constant({ units, useBias }), numbers(length, channels), numbers(channels, gates * units), numbers(units, gates * units), numbers(gates * units), numbers(gates * units)));
    await fc.assert(
      fc.asyncProperty(drawn, async ([{ units, useBias }, x, weight_ih, weight_hh, bias_ih, bias_hh]) => {
        const all = { weight_ih, weight_hh, ...(useBias && { bias_ih, bias_hh }) };
        const named = Object.fromEntries(Object.entries(all).map(([weight, values]) => [`${weight}_l0`, values]));
        const { output } = await runLayer(make(units, { returnSequences: true, useBias }), [{ shape: [1, ...x.shape], data: x.data }], named);
        expectClose(output.data, recurrentLoop(cells[name], gates, x, all).data);
      }),
      { numRuns: 20 },
    );
  });

  test("attention", async () => {
    const drawn = fc.tuple(size, size, size, size, size, size).chain(([heads, part, length, other, c, v]) => {
      const d = heads * part;
      // in_proj_weight stands for three matrices where all channels agree, so the value's never do here.
      const cv = v === d ? v + 1 : v;
      return fc.tuple(fc.constant(heads), numbers(length, d), numbers(other, c), numbers(other, cv), numbers(d, d), numbers(c, d), numbers(cv, d), numbers(d, d));
    });
    await fc.assert(
      fc.asyncProperty(drawn, async ([heads, query, key, value, q, k, v, out]) => {
        const batch = [query, key, value].map(({ shape, data }) => ({ shape: [1, ...shape], data }));
        const { output } = await runLayer(multiHeadAttention(heads, { useBias: false }), batch, { q_proj_weight: q, k_proj_weight: k, v_proj_weight: v, "out_proj.weight": out });
        expectClose(output.data, attentionLoop(heads, query, key, value, { query: q, key: k, value: v, output: out }).data, { absolute: 1e-4, relative: 1e-4 });
      }),
      { numRuns: 20 },
    );
  });
});

test("embedding adds up the gradients of a word's places", async () => {
  const tokens = { shape: [1, 3], data: Int32Array.from([2, 0, 2]) };
  const { output, grads } = await runLayer(embedding(3, 1), [tokens], { weight: { shape: [3, 1], data: [10, 20, 30] } }, { upstream: { shape: [1, 3, 1], data: [1, 10, 100] } });
  expect([...output.data]).toEqual([30, 10, 30]);
  expect([...(grads.weights["weight"]?.data ?? [])]).toEqual([10, 0, 101]);
});

test("a causal attention does not see what comes later", async () => {
  const identity = { shape: [1, 1], data: [1] };
  const weights = { in_proj_weight: { shape: [1, 3], data: [0, 0, 1] }, "out_proj.weight": identity };
  const { output } = await runLayer(multiHeadAttention(1, { causal: true, useBias: false }), [{ shape: [1, 3, 1], data: [3, 5, 10] }], weights);
  // All scores are 0, so each position takes the plain mean of itself and those before.
  expectClose(output.data, [3, 4, 6]);
});
