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
  // Kept until all is computed: WebGPU gives values only to those who wait.
  const kept = new Map<string, tf.Tensor>();
  const keep = (name: string, x: tf.Tensor): void => {
    kept.get(name)?.dispose();
    kept.set(name, tf.keep(tf.clone(x)));
  };
  const read = async (name: string, shape: readonly number[] = []): Promise<Floats> => {
    const tensor = kept.get(name);
    return tensor ? { shape: [...tensor.shape], data: Float32Array.from(await tensor.data()) } : { shape: [...shape], data: new Float32Array(shape.reduce((a, b) => a * b, 1)) };
  };
  const shapes: (readonly number[])[] = [];
  tf.tidy(() => {
    const xs = inputs.map((x) => (x.data instanceof Int32Array ? tf.tensor(x.data, [...x.shape], "int32") : tensorOf(x)));
    const ws = Object.fromEntries(Object.entries(weights).map(([name, w]) => [name, tensorOf(w)]));
    const context = {
      training: run.training ?? false,
      rule: run.rule ?? "true",
      uniform: (shape: readonly number[]) => tf.tensor(Float32Array.from(run.uniform?.(shape) ?? new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(0.5)), [...shape]),
      remember: (name: string, value: tf.Tensor) => keep(`remembered ${name}`, value),
    };
    const by = [...xs.filter((x) => x.dtype === "float32"), ...Object.values(ws)];
    const loss = (): tf.Scalar => {
      const y = executorOf(layer)(layer, xs, ws, context);
      keep("output", y);
      return tf.sum(run.upstream ? tf.mul(y, tensorOf(run.upstream)) : y);
    };
    const { grads } = differentiate(loss, by);
    by.forEach((x, i) => {
      shapes.push(x.shape);
      if (grads[i]) keep(`gradient ${i}`, grads[i]);
    });
  });
  // Before anything is waited for: another run may be under way then.
  const leaked = tf.memory().numTensors - kept.size - before;
  if (leaked !== 0) throw new Error(`${layer.kind}: ${leaked} tensors leaked.`);
  const output = await read("output");
  const gradients = await Promise.all(shapes.map((shape, i) => read(`gradient ${i}`, shape)));
  const remembered: Record<string, Floats> = {};
  for (const name of kept.keys()) if (name.startsWith("remembered ")) remembered[name.slice("remembered ".length)] = await read(name);
  tf.dispose([...kept.values()]);
  const names = Object.keys(weights);
  const split = gradients.length - names.length;
  return {
    output,
    grads: { inputs: gradients.slice(0, split), weights: Object.fromEntries(names.map((name, i) => [name, gradients[split + i] as Floats])) },
    remembered,
  };
}

const tensorOf = ({ data, shape }: Numbers): tf.Tensor => tf.tensor(Float32Array.from(data), [...shape], "float32");
