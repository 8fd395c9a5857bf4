import { graph, linear } from "@convscope/core";
import { expectClose, golden, type Numbers } from "@convscope/test-kit";
import * as tf from "@tensorflow/tfjs-core";
import {
  binaryCrossentropy, categoricalCrossentropy, focal, hinge, huber, klDivergence, meanAbsoluteError, meanSquaredError, negativeLogLikelihood, sigmoidFocal, sparseCategoricalCrossentropy, targetKind, type Loss,
} from "../../src/losses/index.ts";
import { network, type Engine } from "../../src/index.ts";
import { openBackend } from "../../src/tfjs/backends.ts";
import { lossValue } from "../../src/tfjs/losses/table.ts";
import { expectSame, isEngine, type Check, type Where } from "./check.ts";

interface Case {
  readonly name: string;
  readonly op: string;
  readonly config: { readonly reduction: "mean" | "sum"; readonly label_smoothing?: number; readonly class_weights?: number[]; readonly pos_weight?: number; readonly delta?: number; readonly gamma?: number; readonly alpha?: number | number[] };
  readonly inputs: { readonly x: Numbers; readonly target: Numbers & { readonly dtype?: string } };
  readonly output: Numbers;
  readonly grads: { readonly x: Numbers };
}

const ofOp: { readonly [op: string]: (config: Case["config"]) => Loss } = {
  cross_entropy: ({ reduction, label_smoothing = 0, class_weights }) => sparseCategoricalCrossentropy({ reduction, labelSmoothing: label_smoothing, ...(class_weights && { classWeights: class_weights }) }),
  cross_entropy_soft: ({ reduction }) => categoricalCrossentropy({ reduction }),
  mse: ({ reduction }) => meanSquaredError({ reduction }),
  l1: ({ reduction }) => meanAbsoluteError({ reduction }),
  huber: ({ reduction, delta = 1 }) => huber({ reduction, delta }),
  bce: ({ reduction }) => binaryCrossentropy({ reduction, from: "probabilities" }),
  bce_logits: ({ reduction, pos_weight = 1 }) => binaryCrossentropy({ reduction, posWeight: pos_weight }),
  nll: ({ reduction }) => negativeLogLikelihood({ reduction }),
  kl_div: () => klDivergence(),
  multi_margin: ({ reduction }) => hinge({ reduction }),
  focal: ({ gamma = 2, alpha }) => focal({ gamma, ...(Array.isArray(alpha) && { alpha }) }),
  sigmoid_focal: ({ gamma = 2, alpha }) => sigmoidFocal({ gamma, alpha: typeof alpha === "number" ? alpha : null }),
};

/** A loss and its gradient, to be read within `tf.tidy` or kept. */
export function lossAndGradient(loss: Loss, target: Numbers, output: Numbers): [value: tf.Tensor, gradient: tf.Tensor] {
  const y = tf.tensor(Float32Array.from(target.data), [...target.shape], targetKind(loss) === "labels" ? "int32" : "float32");
  const x = tf.tensor(Float32Array.from(output.data), [...output.shape], "float32");
  const { value, grads } = tf.engine().gradients(() => lossValue(loss, tf.clone(y), tf.mul(x, 1)), [x]);
  return [value, grads[0] as tf.Tensor];
}

/** Losses and their gradients are PyTorch's (numerics.json). */
export const lossesOfTorch: readonly Check[] = golden<{ readonly cases: readonly Case[] }>("numerics.json").cases
  .filter(({ op }) => Object.hasOwn(ofOp, op))
  .map((golden) => ({ name: golden.name, check: (on) => check(on, golden) }));

async function check(on: Where, { op, config, inputs, output, grads }: Case): Promise<void> {
  const [value, gradient] = await measureOn(on, ofOp[op]?.(config) as Loss, inputs.target, inputs.x);
  expectClose(value, output.data, { relative: 2e-6, absolute: 1e-7 }, "loss");
  expectClose(gradient, grads.x.data, { relative: 1e-5, absolute: 1e-7 }, "gradient");
}

/** A loss and its gradient, wherever they are computed. */
async function measureOn(on: Where, loss: Loss, target: Numbers, output: Numbers): Promise<[value: ArrayLike<number>, gradient: ArrayLike<number>]> {
  if (isEngine(on)) return lossOn(on, loss, target, output);
  await openBackend(on);
  const before = tf.memory().numTensors;
  const [value, gradient] = tf.tidy(() => lossAndGradient(loss, target, output));
  expectSame(tf.memory().numTensors, before + 2, "tensors");
  const read: [ArrayLike<number>, ArrayLike<number>] = [await value.data(), await gradient.data()];
  tf.dispose([value, gradient]);
  return read;
}

/** The same by any engine: a graph that hands on what it is given. */
async function lossOn(engine: Engine, loss: Loss, { shape, data }: Numbers, output: Numbers): Promise<[value: ArrayLike<number>, gradient: ArrayLike<number>]> {
  const net = await network(graph("given", output.shape.slice(1), { end: linear() }), { engine, weights: {} });
  try {
    const target = { shape, data: targetKind(loss) === "labels" ? Int32Array.from(data) : Float32Array.from(data) };
    const { value, inputs } = await net.gradients({ inputs: { input: { shape: output.shape, data: Float32Array.from(output.data) } }, of: { objective: { end: { loss, weight: 1 } }, targets: { end: target } }, withRespectTo: { inputs: ["input"] } });
    return [[value], inputs["input"]?.data ?? []];
  } finally {
    net.dispose();
  }
}
