import type { Layer } from "@convscope/core";
import type { Floats, Numbers } from "@convscope/test-kit";
import * as tf from "@tensorflow/tfjs-core";
import type { GradientRule } from "../engine.ts";
import type { TfjsBackendPackage } from "./backendPackage.ts";
import { openBackend, type TfjsBackend } from "./backends.ts";
import { differentiate } from "./differentiate.ts";
import { executorOf } from "./executors.ts";

export interface LayerRun {
  readonly training?: boolean;
  readonly rule?: GradientRule;
  /** dL/d output; ones if left out. */
  readonly upstream?: Numbers;
  readonly backend?: TfjsBackend | TfjsBackendPackage;
  /** What `context.uniform` gives; 0.5 everywhere if left out. */
  readonly uniform?: (shape: readonly number[]) => ArrayLike<number>;
}

export interface LayerResult {
  readonly output: Floats;
  /** Gradients of every input that is not whole numbers, and of every weight. */
  readonly grads: { readonly inputs: readonly Floats[]; readonly weights: { readonly [name: string]: Floats } };
  readonly remembered: { readonly [name: string]: Floats };
}

/** Runs one layer on batched arrays in our layout, with the gradients of Σ output · upstream; throws if a tensor leaks. An `Int32Array` is an input of tokens. */
export async function runLayer(layer: Layer, inputs: readonly Numbers[], weights: { readonly [name: string]: Numbers } = {}, run: LayerRun = {}): Promise<LayerResult> {
  await openBackend(run.backend ?? "cpu");
  const before = tf.memory().numTensors;
  const remembered: Record<string, Floats> = {};
  let output: Floats | undefined;
  let gradients: Floats[] = [];
  tf.tidy(() => {
    const xs = inputs.map((x) => (x.data instanceof Int32Array ? tf.tensor(x.data, [...x.shape], "int32") : tensorOf(x)));
    const ws = Object.fromEntries(Object.entries(weights).map(([name, w]) => [name, tensorOf(w)]));
    const context = {
      training: run.training ?? false,
      rule: run.rule ?? "true",
      uniform: (shape: readonly number[]) => tf.tensor(Float32Array.from(run.uniform?.(shape) ?? new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(0.5)), [...shape]),
      remember: (name: string, value: tf.Tensor) => void (remembered[name] = floats(value)),
    };
    const by = [...xs.filter((x) => x.dtype === "float32"), ...Object.values(ws)];
    const loss = (): tf.Scalar => {
      const y = executorOf(layer)(layer, xs, ws, context);
      output = floats(y);
      return tf.sum(run.upstream ? tf.mul(y, tensorOf(run.upstream)) : y);
    };
    const { grads } = differentiate(loss, by);
    gradients = by.map((x, i) => (grads[i] ? floats(grads[i]) : { shape: [...x.shape], data: new Float32Array(x.size) }));
  });
  const leaked = tf.memory().numTensors - before;
  if (leaked !== 0) throw new Error(`${layer.kind}: ${leaked} tensors leaked.`);
  const names = Object.keys(weights);
  const split = gradients.length - names.length;
  return {
    output: output ?? { shape: [], data: new Float32Array() },
    grads: { inputs: gradients.slice(0, split), weights: Object.fromEntries(names.map((name, i) => [name, gradients[split + i] as Floats])) },
    remembered,
  };
}

const tensorOf = ({ data, shape }: Numbers): tf.Tensor => tf.tensor(Float32Array.from(data), [...shape], "float32");
const floats = (x: tf.Tensor): Floats => ({ shape: [...x.shape], data: Float32Array.from(x.dataSync()) });
