import {
  adaptiveAveragePooling2d, adaptiveMaxPooling2d, averagePooling1d, averagePooling2d, channelShuffle, l2Pooling2d, maxPooling1d, maxPooling2d, maxUnpooling2d, minPooling2d, roiPooling, sumPooling2d, upSampling2d,
  type Layer, type Pair,
} from "@convscope/core";
import { channelsLast, expectClose, golden, permute, type Floats, type Numbers } from "@convscope/test-kit";
import { expectSame, runOn, type Check, type Where } from "./check.ts";

interface Config {
  readonly kernel: number | Pair;
  readonly stride: number | Pair;
  readonly padding: "same" | number | Pair;
  readonly dilation: number | Pair;
  readonly ceil_mode: boolean;
  readonly count_include_pad: boolean;
  readonly output_size: Pair;
  readonly spatial_scale: number;
  readonly factor: Pair;
  readonly mode: "nearest" | "bilinear";
  readonly align_corners: boolean;
  readonly groups: number;
}
interface Case {
  readonly name: string;
  readonly op: string;
  readonly config: Config;
  readonly inputs: { readonly [name: string]: Numbers };
  readonly output: Numbers;
  readonly upstream: Numbers;
  readonly grads: { readonly [name: string]: Numbers };
}

const one = (x: number | Pair): number => (typeof x === "number" ? x : x[0]);
const slide = ({ stride, padding = 0, ceil_mode: ceilMode = false }: Config) => ({ strides: stride, padding, ceilMode });
const slide1 = ({ stride, padding, ceil_mode: ceilMode }: Config) => ({ strides: one(stride), padding: padding === "same" ? padding : one(padding), ceilMode });

/** PyTorch's function in ours, by the file's name of it. */
const rows: { readonly [op: string]: (config: Config) => Layer } = {
  max_pool2d: (c) => maxPooling2d(c.kernel, { ...slide(c), dilationRate: c.dilation ?? 1 }),
  max_pool1d: (c) => maxPooling1d(one(c.kernel), { ...slide1(c), dilationRate: one(c.dilation) }),
  avg_pool2d: (c) => averagePooling2d(c.kernel, { ...slide(c), countIncludePad: c.count_include_pad ?? true }),
  avg_pool1d: (c) => averagePooling1d(one(c.kernel), { ...slide1(c), countIncludePad: c.count_include_pad }),
  sum_pool2d: (c) => sumPooling2d(c.kernel, slide(c)),
  min_pool2d: (c) => minPooling2d(c.kernel, slide(c)),
  lp_pool2d: (c) => l2Pooling2d(c.kernel, slide(c)),
  adaptive_avg_pool2d: (c) => adaptiveAveragePooling2d(c.output_size),
  adaptive_max_pool2d: (c) => adaptiveMaxPooling2d(c.output_size),
  max_unpool2d: (c) => maxUnpooling2d(c.kernel, slide(c)),
  roi_pool: (c) => roiPooling(c.output_size, { spatialScale: c.spatial_scale }),
  upsample: (c) => upSampling2d(c.factor, { interpolation: c.mode, alignCorners: c.align_corners ?? false }),
  channel_shuffle: (c) => channelShuffle(c.groups),
};

/** Boxes stay; maps of regions `[N, n, C, h, w]` and maps `[N, C, …]` get their channels last. */
const ours = (x: Numbers, name: string): Floats => (name === "boxes" ? permute(x, [0, 1, 2]) : x.shape.length === 5 ? permute(x, [0, 1, 3, 4, 2]) : channelsLast(x));

const checksOf = (cases: readonly Case[]): Check[] => cases.map((golden, i) => ({ name: `${i + 1} ${golden.name}`, check: (on) => check(on, golden) }));

/** Pooling: output and gradients are PyTorch's, the cases of numerics.json. */
export const numericPoolings: readonly Check[] = checksOf(golden<{ readonly cases: readonly Case[] }>("numerics.json").cases.filter(({ op }) => op.includes("pool")));
/** The same, and other moves between maps, of pooling.json. */
export const poolings: readonly Check[] = checksOf(golden<{ readonly cases: readonly Case[] }>("pooling.json").cases);

async function check(on: Where, { op, config, inputs, output, upstream, grads }: Case): Promise<void> {
  const layer = rows[op]?.(config);
  if (!layer) throw new Error(`${op} has no row.`);
  const names = Object.keys(inputs);
  const run = await runOn(on, layer, names.map((name) => ours(inputs[name] as Numbers, name)), {}, { upstream: ours(upstream, "") });
  expectSame(run.output.shape, ours(output, "").shape, "shape");
  expectClose(run.output.data, ours(output, "").data, {}, "output");
  names.forEach((name, i) => grads[name] && expectClose(run.grads.inputs[i]?.data ?? [], ours(grads[name], name).data, {}, `gradient of ${name}`));
}
