import {
  batchNormalization, elu, gelu, groupNormalization, hardSigmoid, hardSwish, layerNormalization, leakyRelu, localResponseNormalization, logSoftmax, mish, prelu,
  randomizedLeakyRelu, relu, relu6, scaledTanh, selu, sigmoid, silu, softmax, softplus, softsign, tanh, weights as weightsOf, type Layer,
} from "@convscope/core";
import { channelsLast, expectClose, fromTorchAxes, golden, type Numbers } from "@convscope/test-kit";
import { expectSame, runOn, type Check, type Where } from "./check.ts";

interface Config {
  readonly [argument: string]: number | boolean | string | null | readonly number[] | undefined;
}

interface Case {
  readonly name: string;
  readonly kind: string;
  readonly config: Config;
  readonly train: boolean;
  readonly x: Numbers;
  readonly weights: { readonly [name: string]: Numbers };
  readonly buffers: { readonly [name: string]: Numbers };
  readonly buffersAfter: { readonly [name: string]: Numbers };
  readonly upstream: Numbers;
  readonly output: Numbers;
  readonly grads: { readonly [name: string]: Numbers };
}

/** A case of numerics.json, which holds all operators; only those with a row below are ours. */
interface Numeric {
  readonly id: number;
  readonly op: string;
  readonly config: Config;
  readonly inputs: { readonly [name: string]: Numbers };
  readonly upstream: Numbers;
  readonly output: Numbers;
  readonly grads: { readonly [name: string]: Numbers };
  readonly [extra: string]: unknown;
}

const number = (value: Config[string], otherwise: number): number => (typeof value === "number" ? value : otherwise);
const affine = (config: Config): { epsilon: number; scale: boolean; center: boolean } => ({ epsilon: number(config["eps"], 1e-5), scale: config["affine"] !== false, center: config["affine"] !== false });
const batchNorm = (config: Config): Layer =>
  batchNormalization({ ...affine(config), momentum: number(config["momentum"], 0.1), trackRunningStats: config["track_running_stats"] !== false });
const layerNorm = (config: Config): Layer => layerNormalization({ axes: config["axes"] === "last" ? "last" : "all", epsilon: number(config["eps"], 1e-5) });
const responseNorm = (mode: "across" | "within") => (config: Config): Layer =>
  localResponseNormalization(number(config["size"], NaN), { alpha: number(config["alpha"], NaN), beta: number(config["beta"], NaN), k: number(config["k"], NaN), mode });
const geluOf = (config: Config): Layer => gelu({ approximate: config["approximate"] === "tanh" ? "tanh" : "none" });

const layerOf: { readonly [kind: string]: (config: Config, x: Numbers) => Layer } = {
  BatchNorm1d: batchNorm, BatchNorm2d: batchNorm, LayerNorm: layerNorm,
  GroupNorm: (config) => groupNormalization(number(config["num_groups"], NaN), affine(config)),
  InstanceNorm2d: (_, x) => groupNormalization(x.shape[1] ?? 0),
  LocalResponseNorm: responseNorm("across"), within: responseNorm("within"),
  PReLU: (config) => prelu({ perChannel: "num_parameters" in config }),
  RReLU: ({ lower, upper }) => randomizedLeakyRelu({ ...(typeof lower === "number" && { lower }), ...(typeof upper === "number" && { upper }) }),
  Sigmoid: sigmoid, Tanh: tanh, ReLU: relu, ReLU6: relu6, SELU: selu, SiLU: silu, Hardswish: hardSwish, Hardsigmoid: hardSigmoid, Softplus: softplus, Softsign: softsign,
  Mish: mish, ScaledTanh: () => scaledTanh(), Softmax: softmax, LogSoftmax: logSoftmax, GELU: geluOf,
  LeakyReLU: (config) => leakyRelu({ negativeSlope: number(config["negative_slope"], 0.01) }),
  ELU: (config) => elu({ alpha: number(config["alpha"], 1) }),
};

/** The layer of a case, by PyTorch's name for it. */
export function layerFor(kind: string, config: Config, x: Numbers): Layer {
  const row = layerOf[kind];
  if (row === undefined) throw new Error(`no row for ${kind} in layerOf: add it, in packages/nn/test/goldens/normalizations.ts.`);
  return row(config, x);
}

const classOf: { readonly [op: string]: string } = {
  batch_norm: "BatchNorm2d", layer_norm: "LayerNorm", local_response_norm: "LocalResponseNorm", prelu: "PReLU", sigmoid: "Sigmoid", tanh: "Tanh", relu: "ReLU", relu6: "ReLU6",
  leaky_relu: "LeakyReLU", elu: "ELU", selu: "SELU", gelu: "GELU", silu: "SiLU", hardswish: "Hardswish", hardsigmoid: "Hardsigmoid", softplus: "Softplus", softsign: "Softsign",
  mish: "Mish", softmax: "Softmax", log_softmax: "LogSoftmax",
};

/** The arrays of a numeric case that are named `running_mean_before` or `running_mean`. */
function buffersOf(extra: Numeric, suffix: string): { [name: string]: Numbers } {
  return Object.fromEntries(["running_mean", "running_var"].flatMap((name) => {
    const array = (extra[name + suffix] ?? extra[name]) as Numbers | undefined;
    return array ? [[name, array]] : [];
  }));
}

function caseOf(numeric: Numeric): Case {
  const { x = { shape: [], data: [] }, ...weights } = numeric.inputs;
  const train = numeric.config["train"] === true;
  const buffers = buffersOf(numeric, "_before");
  const config = { ...numeric.config, ...(numeric.op === "batch_norm" && Object.keys(buffers).length === 0 && { track_running_stats: false }), ...(numeric.op === "prelu" && { num_parameters: 3 }) };
  return { ...numeric, name: `${numeric.id} ${numeric.op} ${JSON.stringify(numeric.config)}`, kind: classOf[numeric.op] ?? "", config, train, x, weights, buffers, buffersAfter: train ? buffersOf(numeric, "_after") : buffers };
}

const numerics = golden<{ readonly cases: readonly Numeric[] }>("numerics.json").cases.filter(({ op }) => op in classOf).map(caseOf);
const { cases } = golden<{ readonly cases: readonly Case[] }>("normalisation.json");

const checkOf = (golden: Case): Check => ({ name: golden.name, check: (on) => check(on, golden) });

/** Normalizations and activations: outputs and gradients are PyTorch's, those of numerics.json. */
export const numericNormalizations: readonly Check[] = numerics.map(checkOf);
/** The same, those of normalisation.json. */
export const normalizations: readonly Check[] = cases.map(checkOf);

async function check(on: Where, { kind, config, train, x, weights, buffers, buffersAfter, upstream, output, grads }: Case): Promise<void> {
  const layer = layerFor(kind, config, x);
  const input = batched(x);
  const specs = weightsOf(layer, [input.shape.slice(1)]);
  const learned = { ...weights, ...buffers };
  const ours = Object.fromEntries(Object.entries(learned).map(([name, array]) => [name, fromTorchAxes(array, specs[name]?.torchAxes)]));
  for (const name of new Set([...Object.keys(ours), ...Object.keys(specs)])) expectSame(ours[name]?.shape, specs[name]?.shape, `shape of ${name}`);

  const result = await runOn(on, layer, [input], ours, { training: train, upstream: batched(upstream) });
  // Where the values are large, so are the roundings of float32 on the way.
  const far = Math.max(...Array.from(x.data, Math.abs)) > 50 && kind.startsWith("BatchNorm");
  const tolerance = far ? { relative: 1e-4, absolute: 1e-3 } : { relative: 2e-5, absolute: 1e-5 };
  expectSame(result.output.shape, input.shape, "shape");
  expectClose(result.output.data, batched(output).data, tolerance, "output");
  expectClose(result.grads.inputs[0]?.data ?? [], batched(grads["x"] as Numbers).data, tolerance, "gradient of x");
  for (const name of Object.keys(weights)) expectClose(result.grads.weights[name]?.data ?? [], fromTorchAxes(grads[name] as Numbers, specs[name]?.torchAxes).data, tolerance, `gradient of ${name}`);
  expectSame(Object.keys(result.remembered).sort(), train ? Object.keys(buffers).sort() : [], "remembered");
  if (train) for (const name of Object.keys(buffers)) expectClose(result.remembered[name]?.data ?? [], (buffersAfter[name] as Numbers).data, {}, name);
}

/** Channels last; a list of numbers is one value for each of so many samples. */
const batched = (x: Numbers): Numbers => (x.shape.length === 1 ? { shape: [...x.shape, 1], data: x.data } : channelsLast(x));
