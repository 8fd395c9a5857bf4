import type { Arrays } from "./array.ts";
import { known, whole } from "./options.ts";
import type { WeightAverage } from "./trainingState.ts";

/**
 * An average of the weights over the steps of a training: w̄ ← d · w̄ + (1 − d) · w. It often measures better than the weights themselves,
 * whose last steps are noise. Running statistics of batch normalisation are averaged too, as timm's `ModelEmaV2` does.
 */
export interface AverageOptions {
  /** d: how much stays of the average in each step. In the first steps less: min(decay, (1 + steps) / (10 + steps)), as TensorFlow has it. */
  readonly decay: number;
  /** Every so many steps; d is then raised to that power. */
  readonly every?: number;
}

/** @throws RangeError for options out of range. */
export function checkAverage(options: AverageOptions): void {
  known("fit: average", options, "decay", "every");
  const { decay, every = 1 } = options;
  if (!(decay > 0 && decay < 1)) throw new RangeError(`fit: average.decay must be a number between 0 and 1, such as 0.999. Received ${decay}.`);
  whole("fit: average", "every", every, 1);
}

/** The average after one more look at the weights. The arrays of `before` are changed in place. */
export function averaged(before: WeightAverage | undefined, weights: Arrays, { decay, every = 1 }: AverageOptions): WeightAverage {
  if (!before) return copied({ steps: 1, weights });
  const { steps } = before;
  const stays = Math.min(decay ** every, (1 + steps) / (10 + steps));
  for (const [name, { data }] of Object.entries(weights)) {
    const mean = before.weights[name]?.data ?? new Float32Array();
    for (let i = 0; i < mean.length; i++) mean[i] = stays * (mean[i] ?? 0) + (1 - stays) * (data[i] ?? 0);
  }
  return { steps: steps + 1, weights: before.weights };
}

/** With arrays of its own. */
export const copied = ({ steps, weights }: WeightAverage): WeightAverage => ({ steps, weights: Object.fromEntries(Object.entries(weights).map(([name, { shape, data }]) => [name, { shape, data: data.slice() }])) });
