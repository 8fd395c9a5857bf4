import * as tf from "@tensorflow/tfjs-core";
import { differentiate } from "./differentiate.ts";

/** What a forward pass comes to. */
export interface Passed {
  /** The first is differentiated. */
  readonly losses: readonly [tf.Scalar, ...tf.Scalar[]];
  /** `[samples, …]` */
  readonly outputs: readonly tf.Tensor[];
}

/** Of a whole batch; whoever asked disposes them. */
export interface Differentiated extends Passed {
  /** By name; none for what the loss does not depend on. */
  readonly gradients: ReadonlyMap<string, tf.Tensor>;
}

/**
 * Losses, outputs and gradients of the parts of a batch, computed one after another so that no more than one of them is in memory:
 * losses and gradients are summed, outputs put one after another.
 */
export function differentiateParts<P>(parts: readonly P[], by: ReadonlyMap<string, tf.Tensor>, pass: (part: P, index: number) => Passed): Differentiated {
  /** What outlives the computation that made it. */
  const owned = new Set<tf.Tensor>();
  const own = <T extends tf.Tensor>(tensor: T): T => {
    const kept = tf.keep(tf.clone(tensor));
    owned.add(kept);
    return kept;
  };
  /** Puts tensors that are owned together to one. */
  const joined = (tensors: readonly tf.Tensor[], join: (tensors: readonly tf.Tensor[]) => tf.Tensor): tf.Tensor => {
    const [only] = tensors;
    if (only && tensors.length === 1) return only;
    const whole = tf.tidy(() => own(join(tensors)));
    for (const tensor of tensors) {
      tensor.dispose();
      owned.delete(tensor);
    }
    return whole;
  };
  const sum = (...tensors: readonly (tf.Tensor | undefined)[]): tf.Tensor => joined(tensors.filter((tensor) => tensor !== undefined), ([a, b]) => tf.add(a as tf.Tensor, b as tf.Tensor));

  let losses: readonly tf.Tensor[] = [];
  let gradients: ReadonlyMap<string, tf.Tensor> = new Map();
  const outputs: (readonly tf.Tensor[])[] = [];
  try {
    for (const [index, part] of parts.entries()) {
      let lossesOfPart: readonly tf.Tensor[] = [];
      const found = new Map<string, tf.Tensor>();
      tf.tidy(() => {
        const { grads } = differentiate(() => {
          const passed = pass(part, index);
          lossesOfPart = passed.losses.map(own);
          outputs.push(passed.outputs.map(own));
          return passed.losses[0];
        }, [...by.values()]);
        for (const [i, name] of [...by.keys()].entries()) if (grads[i]) found.set(name, own(grads[i]));
      });
      losses = lossesOfPart.map((loss, i) => sum(losses[i], loss));
      gradients = new Map([...found].map(([name, gradient]) => [name, sum(gradients.get(name), gradient)]));
    }
    const whole = (outputs[0] ?? []).map((_, i) => joined(outputs.map((ofPart) => ofPart[i] as tf.Tensor), (ofParts) => tf.concat([...ofParts], 0)));
    return { losses: losses as readonly tf.Tensor[] as Passed["losses"], outputs: whole, gradients };
  } catch (error) {
    tf.dispose([...owned]);
    throw error;
  }
}
