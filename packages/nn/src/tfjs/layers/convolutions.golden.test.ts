import { conv1d, conv2d, conv2dTranspose, dense, type Layer, type Pair } from "@convscope/core";
import { channelsLast, expectClose, fromTorchAxes, golden, type Numbers } from "@convscope/test-kit";
import { describe, expect, test } from "vitest";
import { runLayer } from "../testing.ts";
import { backendOf, everyBackend } from "../../../test/backends.ts";

interface Case {
  readonly name: string;
  readonly op: string;
  readonly config: {
    readonly kernel?: number | Pair;
    readonly stride?: number | Pair;
    readonly dilation?: number | Pair;
    readonly groups?: number;
    readonly padding?: "same" | "valid" | number | Pair;
    readonly output_padding?: Pair;
    readonly explicit_pad_lrtb?: readonly [number, number, number, number];
  };
  readonly inputs: { readonly [name: string]: Numbers };
  readonly output: Numbers;
  readonly upstream: Numbers;
  readonly grads: { readonly [name: string]: Numbers };
}

const { cases } = golden<{ readonly cases: readonly Case[] }>("numerics.json");

/** Our layer of each operation, and the order of its weight's axes in the golden file. */
const rows: { readonly [op: string]: { readonly torchAxes: readonly number[]; layer(golden: Case): Layer } } = {
  conv2d: {
    torchAxes: [3, 2, 0, 1],
    layer({ config, inputs }) {
      const [left, right, top, bottom] = config.explicit_pad_lrtb ?? [];
      const lrtb = [[top ?? 0, bottom ?? 0], [left ?? 0, right ?? 0]] as const;
      return conv2d(inputs["weight"]?.shape[0] ?? 0, config.kernel ?? 1, {
        strides: config.stride ?? 1, dilationRate: config.dilation ?? 1, groups: config.groups ?? 1, padding: config.padding ?? lrtb, useBias: "bias" in inputs,
      });
    },
  },
  conv1d: {
    torchAxes: [2, 1, 0],
    layer: ({ config, inputs }) =>
      conv1d(inputs["weight"]?.shape[0] ?? 0, Number(config.kernel), { strides: Number(config.stride), padding: Number(config.padding), dilationRate: Number(config.dilation), groups: config.groups ?? 1 }),
  },
  conv_transpose2d: {
    torchAxes: [3, 2, 0, 1],
    layer: ({ config, inputs }) =>
      conv2dTranspose((inputs["weight"]?.shape[1] ?? 0) * (config.groups ?? 1), config.kernel ?? 1, {
        strides: config.stride ?? 1, padding: config.padding ?? 0, outputPadding: config.output_padding ?? 0, dilationRate: config.dilation ?? 1, groups: config.groups ?? 1, useBias: "bias" in inputs,
      }),
  },
  linear: { torchAxes: [1, 0], layer: ({ inputs }) => dense(inputs["weight"]?.shape[0] ?? 0, { useBias: "bias" in inputs }) },
};

const own = cases.filter(({ op }) => rows[op]);

test("26 cases are here", () => {
  expect(own.map(({ op }) => op).filter((op, i, all) => all.indexOf(op) === i)).toEqual(Object.keys(rows));
  expect(own.length).toBe(26);
});

describe.each(everyBackend)("on %s", (on) => {
  const backend = backendOf(on);
  test.each(own.map((golden) => [golden.op, golden.name, golden] as const))("%s, %s: output and gradients are PyTorch's", async (op, _, golden) => {
    const { layer, torchAxes } = rows[op] ?? {};
    if (!layer || !torchAxes) throw new Error(op);
    const { x, weight, bias } = golden.inputs;
    if (!x || !weight) throw new Error(golden.name);
    const weights = { weight: fromTorchAxes(weight, torchAxes), ...(bias && { bias }) };
    const { output, grads } = await runLayer(layer(golden), [channelsLast(x)], weights, { upstream: channelsLast(golden.upstream), backend });
    const expected = channelsLast(golden.output);
    expect(output.shape).toEqual(expected.shape);
    const close = { relative: 2e-5, absolute: 2e-5 };
    expectClose(output.data, expected.data, close, "output");
    expectClose(grads.inputs[0]?.data ?? [], channelsLast(golden.grads["x"] ?? x).data, close, "gradient of x");
    expectClose(grads.weights["weight"]?.data ?? [], fromTorchAxes(golden.grads["weight"] ?? weight, torchAxes).data, close, "gradient of weight");
    if (bias) expectClose(grads.weights["bias"]?.data ?? [], golden.grads["bias"]?.data ?? [], close, "gradient of bias");
  });
});
