import type { Batch, Objective, StepResult } from "./engine.ts";
import { sampleFactors } from "./losses/index.ts";

/** What the losses of several batches add up to, by output; plain and JSON-safe. */
export interface LossSums {
  readonly [output: string]: {
    readonly sum: number;
    /** What the mean is over, such as the weights of the samples. */
    readonly total: number;
    readonly last: number;
  };
}

/** Losses over several batches. Each batch counts by what its loss is a mean over, such as the weights of its samples, so that the size of the batches changes nothing. */
export class LossMeans {
  readonly #of: Map<string, LossSums[string]>;

  /** Goes on where another left off. */
  constructor(readonly objective: Objective, before: LossSums = {}) {
    this.#of = new Map(Object.entries(before));
  }

  /** What has been added so far. */
  get state(): LossSums {
    return Object.fromEntries(this.#of);
  }

  /** Adds a batch and what was measured on it. */
  add({ targets, weights = {} }: Batch, { losses, outputs }: StepResult): void {
    for (const [name, { loss }] of Object.entries(this.objective)) {
      const [output, target, last = NaN] = [outputs[name], targets[name], losses[name]];
      if (!output || !target) continue;
      const { total } = sampleFactors(loss, output.shape, target, weights[name]);
      const before = this.#of.get(name) ?? { sum: 0, total: 0 };
      this.#of.set(name, { sum: before.sum + (total === 0 ? 0 : last * total), total: before.total + total, last });
    }
  }

  /** The whole, as `loss`, and that of each output where several have one, as `output.loss`. */
  values(): { loss: number; [name: string]: number } {
    // Where no sample counts, the loss is what it is of any batch.
    const each = [...this.#of].map(([name, { sum, total, last }]) => [name, total === 0 ? last : sum / total] as const);
    const loss = each.map(([name, mean]) => mean * (this.objective[name]?.weight ?? 1)).reduce((a, b) => a + b, 0);
    return { loss, ...(each.length > 1 && Object.fromEntries(each.map(([name, mean]) => [`${name}.loss`, mean]))) };
  }
}
