import { product, type Shapes } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { Arrays } from "../array.ts";
import { CapabilityError, type StepOptions } from "../engine.ts";
import { differentiate } from "./differentiate.ts";
import { Learner } from "./learner.ts";
import { lossesOf } from "./scalar.ts";

/**
 * Asks a backend for every kernel and every gradient of the losses and of the optimiser, on made-up outputs and one made-up weight,
 * so that a step does not end in its middle. What else may be wrong with a step comes up as in the step.
 *
 * @throws CapabilityError when the backend misses one.
 */
export function tryStep(graph: string, backend: string, shapes: Shapes, targets: Arrays, options: StepOptions): void {
  const learner = new Learner();
  const weights = new Map<string, tf.Tensor>();
  try {
    tf.tidy(() => {
      const outputs = new Map(Object.keys(options.objective).map((name) => [name, fractions([targets[name]?.shape[0] ?? 1, ...(shapes.get(name) ?? [])])] as const));
      // Without one the step has words of its own.
      if (outputs.size === 0) return;
      const gradients = differentiate(() => lossesOf(options.objective, outputs, targets).sum, [...outputs.values()]).grads;
      tf.dispose(gradients.filter((gradient) => gradient !== null && gradient !== undefined));
      weights.set("weight", tf.keep(fractions([2, 2])));
      learner.learn(weights, new Map([["weight", fractions([2, 2])]]), { ...options, rates: {} });
    });
  } catch (error) {
    if (error instanceof Error && missesSomething(error.message))
      throw new CapabilityError(`${graph}: the backend ${backend} must be able to compute the losses and the optimiser's step. Received: ${error.message} Use another backend, such as useBackend("cpu").`, { cause: error });
    throw error;
  } finally {
    tf.dispose([...weights.values()]);
    learner.dispose();
  }
}

/** Whether TensorFlow.js says that a kernel or a gradient is missing. */
export const missesSomething = (message: string): boolean => /not registered for backend|gradient function not found/.test(message);

/** Numbers within (0, 1), so that they may be probabilities as well as scores. */
const fractions = (shape: readonly number[]): tf.Tensor => tf.tensor(Float32Array.from({ length: product(shape) }, (_, i) => (1 + (i % 7)) / 8), [...shape]);
