import type { Graph, Shape } from "@convscope/core";
import { fromTorch } from "@convscope/exchange";
import { model, models } from "@convscope/models";
import { channelsFirst, channelsLast, expectClose, golden, hashedPicture, hashedState, type Numbers } from "@convscope/test-kit";
import { expect } from "vitest";
import { network, type Engine } from "../../src/index.ts";

/** Module, type, `[N, C, H, W]`, mean, root mean square, first two values. */
type Activation = readonly [name: string, type: string, shape: Shape, mean: number, rms: number, first: readonly [number, number]];

/** What a whole model of torchvision's says of one picture, with weights by hash. */
interface Case {
  readonly model: string;
  readonly kwargs: { readonly aux_logits?: boolean; readonly transform_input?: boolean };
  readonly seed: number;
  readonly gain: number;
  readonly input: Shape;
  readonly logits: Numbers;
  readonly argmax: readonly number[];
  readonly rms: number;
  readonly float32_run_max_abs_diff: number;
  readonly aux_eval?: { readonly [name: string]: Numbers };
  readonly activations: readonly Activation[];
}

const all = ["hashmodels.json", "vit.json", "inception.json"].flatMap((file) => golden<{ readonly cases: readonly Case[] }>(file).cases);

/** The cases of the models that there are. */
export const cases: readonly (Case & { readonly title: string })[] = all.flatMap((of) => (models.some(({ name }) => name === of.model) ? [{ ...of, title: `${of.model}${of.kwargs.transform_input ? " with its input transformed" : ""} at ${of.input[2]}×${of.input[3]}` }] : []));

/** Modules that are called once and whose values our node of the same name has. */
const types = ["Conv2d", "Linear", "BatchNorm2d", "MaxPool2d", "AvgPool2d", "AdaptiveAvgPool2d", "LayerNorm2d", "LayerNorm", "GELU", "MultiheadAttention"];
/** Those that stand where torchvision has moved the channels to the end, as ours always are. */
const channelsAtEnd = ["Linear", "LayerNorm", "GELU", "MultiheadAttention"];

/** Logits of all outputs, and the statistics of every module that was recorded. */
export async function checkModel(of: Case, engine: Engine): Promise<void> {
  const [, channels = 3, height = 0, width = 0] = of.input;
  const graph: Graph = model(of.model, { inputShape: [height, width, channels], ...(of.kwargs.aux_logits && { auxiliary: true }), ...(of.kwargs.transform_input && { transformInput: true }) });
  const net = await network(graph, { engine, weights: fromTorch(graph, hashedState(graph, of)) });
  try {
    const names = new Set(graph.nodes.map(({ name }) => name));
    const seen = of.activations.filter(([name, type]) => types.includes(type) && names.has(name));
    expect(seen.length).toBeGreaterThan(of.activations.length / 3);
    const values = await net.run({ input: channelsLast(hashedPicture(of.input, of.seed)) }, { nodes: [...new Set([...graph.outputs, ...seen.map(([name]) => name)])] });
    // What single precision itself loses on the way, and a little for sums taken in another order.
    const absolute = 10 * of.float32_run_max_abs_diff + 2e-6 * of.rms;
    const logits = values[graph.outputs[0] ?? ""]?.data ?? [];
    expectClose(logits, of.logits.data, { relative: 0, absolute }, "logits");
    expect(indexOfMax(logits)).toBe(of.argmax[0]);
    for (const [head, { data }] of Object.entries(of.aux_eval ?? {})) {
      const output = graph.outputs.find((name) => name.toLowerCase().startsWith(head.toLowerCase())) ?? "";
      expectClose(values[output]?.data ?? [], data, { relative: 0, absolute: 3 * absolute }, head);
    }
    for (const [name, type, shape, mean, rms, first] of seen) {
      const value = values[name];
      if (!value) throw new Error(`${of.model}: no value of ${name}`);
      const data = Float32Array.from((channelsAtEnd.includes(type) ? value : channelsFirst(value)).data);
      expect([name, data.length]).toEqual([name, shape.reduce((a, b) => a * b, 1)]);
      const tolerance = { relative: 1e-4, absolute: 1e-4 * rms };
      expectClose([data.reduce((a, b) => a + b, 0) / data.length, Math.sqrt(data.reduce((a, b) => a + b * b, 0) / data.length), data[0] ?? NaN, data[1] ?? NaN], [mean, rms, ...first], tolerance, name);
    }
  } finally {
    net.dispose();
  }
}

const indexOfMax = (values: ArrayLike<number>): number => Array.from(values).reduce((best, value, i, list) => (value > (list[best] ?? -Infinity) ? i : best), 0);
