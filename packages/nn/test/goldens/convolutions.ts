import { conv1d, conv2d, conv2dTranspose, dense, type Layer, type Pair } from "@convscope/core";
import { channelsLast, expectClose, fromTorchAxes, golden, type Numbers } from "@convscope/test-kit";
import { expectSame, runOn, type Check, type Where } from "./check.ts";

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

/** The operations that have a row. */
export const operations: readonly string[] = Object.keys(rows);

/** Convolutions and dense layers: output and gradients are PyTorch's (numerics.json). */
export const convolutions: readonly (Check & { readonly op: string })[] = cases.flatMap((golden) => {
  const row = rows[golden.op];
  return row ? [{ op: golden.op, name: `${golden.op}, ${golden.name}`, check: (on) => check(on, golden, row.layer(golden), row.torchAxes) }] : [];
});

async function check(on: Where, { name, inputs: { x, weight, bias }, output, upstream, grads }: Case, layer: Layer, torchAxes: readonly number[]): Promise<void> {
  if (!x || !weight) throw new Error(name);
  const weights = { weight: fromTorchAxes(weight, torchAxes), ...(bias && { bias }) };
  const found = await runOn(on, layer, [channelsLast(x)], weights, { upstream: channelsLast(upstream) });
  const expected = channelsLast(output);
  expectSame(found.output.shape, expected.shape, "shape");
  const close = { relative: 2e-5, absolute: 2e-5 };
  expectClose(found.output.data, expected.data, close, "output");
  expectClose(found.grads.inputs[0]?.data ?? [], channelsLast(grads["x"] ?? x).data, close, "gradient of x");
  expectClose(found.grads.weights["weight"]?.data ?? [], fromTorchAxes(grads["weight"] ?? weight, torchAxes).data, close, "gradient of weight");
  if (bias) expectClose(found.grads.weights["bias"]?.data ?? [], grads["bias"]?.data ?? [], close, "gradient of bias");
}
