import { dense, graph, GraphError, type Graph } from "@convscope/core";
import type { Arrays, NdArray } from "../array.ts";
import type { Engine } from "../engine.ts";
import { sparseCategoricalCrossentropy } from "../losses/index.ts";
import { accuracy } from "../metric.ts";
import { network, type Network } from "../network.ts";
import { objectiveOf } from "../objective.ts";
import { known, whole } from "../options.ts";
import { rows } from "../rows.ts";
import type { Features } from "./features.ts";
import { lbfgs, type Slope } from "./lbfgs.ts";

export interface LinearProbeOptions {
  readonly engine: Engine;
  /** How many classes there are; one more than the greatest label unless given. */
  readonly classes?: number;
  /** λ of ½·λ·‖W‖², which is added to the mean loss, biases left out; 1 / N unless given, which scikit-learn calls C = 1. */
  readonly l2?: number;
  /** The most steps of L-BFGS; 200 unless given. */
  readonly steps?: number;
}

/** A linear classifier: a graph of one dense layer named `fc`, and its weights. */
export interface LinearProbe {
  readonly graph: Graph;
  /** `fc.weight` `[D, classes]`, `fc.bias` `[classes]`: what a dense head takes too. */
  readonly weights: Arrays;
  /** Mean cross-entropy and penalty over the samples that it learned from. */
  readonly loss: number;
  readonly steps: number;
  readonly converged: boolean;
}

/** Rows that go through the engine at once. */
const atOnce = 4096;

/**
 * Multinomial logistic regression on features: how well the classes can be told apart by a flat cut through them. The loss is convex, so the
 * answer depends on no seed and no learning rate; it is found by L-BFGS over all samples at once.
 *
 * ```ts
 * const probe = await linearProbe(await features(net, train), { engine });
 * const found = await probeAccuracy(probe, await features(net, test), { engine });
 * ```
 * @throws RangeError for labels that are none, or numbers that do not fit.
 */
export async function linearProbe(data: Features, options: LinearProbeOptions): Promise<LinearProbe> {
  known("linearProbe", options, "engine", "classes", "l2", "steps");
  const [samples, width] = sizeOf(data);
  const { engine, classes = greatestLabel(data.labels) + 1, l2 = 1 / samples, steps = 200 } = options;
  whole("linearProbe", "classes", classes, 2);
  whole("linearProbe", "steps", steps, 1);
  if (!(l2 >= 0 && l2 < Infinity)) throw new RangeError(`linearProbe: l2 must be a finite number ≥ 0. Received ${l2}.`);
  const net = await network(graph("probe", [width], { fc: dense(classes) }), { engine });
  try {
    const slope = (x: Float64Array): Promise<Slope> => slopeOf(net, data, x, { width, classes, l2 });
    const { at, value, steps: taken, converged } = await lbfgs(slope, new Float64Array((width + 1) * classes), { steps });
    return { graph: net.graph, weights: weightsOf(at, width, classes), loss: value, steps: taken, converged };
  } finally {
    net.dispose();
  }
}

/** The share of samples whose class a linear classifier names rightly. */
export async function probeAccuracy({ graph, weights }: LinearProbe, { features, labels }: Features, { engine }: Pick<LinearProbeOptions, "engine">): Promise<number> {
  const net = await network(graph, { engine, weights });
  try {
    return accuracy.of(await net.predict(features), labels);
  } finally {
    net.dispose();
  }
}

function greatestLabel({ data }: NdArray): number {
  let most = 0;
  for (const label of data) most = Math.max(most, label);
  return most;
}

function sizeOf({ features: { shape }, labels }: Features): readonly [samples: number, width: number] {
  const [samples = 0, width = 0, more] = shape;
  if (samples < 1 || width < 1 || more !== undefined) throw new GraphError(`linearProbe: features must be [N, D]. Received [${shape.join(", ")}].`);
  if (labels.data.length !== samples) throw new GraphError(`linearProbe: there must be one label for each of ${samples} samples. Received [${labels.shape.join(", ")}].`);
  return [samples, width];
}

/** Weights and biases from one long row of numbers. */
const weightsOf = (x: Float64Array, width: number, classes: number): { readonly "fc.weight": NdArray; readonly "fc.bias": NdArray } => ({
  "fc.weight": { shape: [width, classes], data: Float32Array.from(x.subarray(0, width * classes)) },
  "fc.bias": { shape: [classes], data: Float32Array.from(x.subarray(width * classes)) },
});

/** The loss over all samples, and how it changes with each number. */
async function slopeOf(net: Network, { features, labels }: Features, x: Float64Array, { width, classes, l2 }: { readonly width: number; readonly classes: number; readonly l2: number }): Promise<Slope> {
  const [samples = 0] = features.shape;
  await net.setWeights(weightsOf(x, width, classes));
  const objective = objectiveOf(net.graph, sparseCategoricalCrossentropy({ reduction: "sum" }));
  const gradient = new Float64Array(x.length);
  let value = 0;
  for (let from = 0; from < samples; from += atOnce) {
    const to = Math.min(from + atOnce, samples);
    const part = await net.gradients({ inputs: { input: rows(features, from, to) }, of: { objective, targets: { fc: rows(labels, from, to) } }, withRespectTo: { weights: ["fc.weight", "fc.bias"] } });
    value += part.value / samples;
    add(gradient, part.weights["fc.weight"], 0, samples);
    add(gradient, part.weights["fc.bias"], width * classes, samples);
  }
  for (let i = 0; i < width * classes; i++) {
    const weight = x[i] ?? 0;
    value += (l2 / 2) * weight * weight;
    gradient[i] = (gradient[i] ?? 0) + l2 * weight;
  }
  return { value, gradient };
}

/** Adds numbers, divided, to those from a place on. */
function add(to: Float64Array, { data }: NdArray = { shape: [0], data: new Float32Array() }, from: number, by: number): void {
  for (let i = 0; i < data.length; i++) to[from + i] = (to[from + i] ?? 0) + (data[i] ?? 0) / by;
}
