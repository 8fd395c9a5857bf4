import { didYouMean, received } from "@convscope/core";
import type { Arrays, NdArray } from "./array.ts";
import type { Objective, StepResult } from "./engine.ts";
import type { Loss, LossKind, LossOf } from "./losses/index.ts";

/** A number that is averaged over the samples of an epoch, computed batch by batch. For a whole report see `classificationReport`. */
export interface Metric {
  readonly name: string;
  /** The mean over the samples of a batch; output and target as the loss sees them. */
  of(output: NdArray, target: NdArray): number;
}

export type MetricsByOutput = { readonly [output: string]: readonly Metric[] };

/** The share of samples, or of places, whose greatest output is the class. Targets are labels, or one row for each sample. */
export const accuracy: Metric = {
  name: "accuracy",
  of({ shape, data }, target) {
    const classes = shape.at(-1) ?? 1;
    const oneHot = target.data.length === data.length && classes > 1;
    const rows = data.length / classes;
    let right = 0;
    for (let row = 0; row < rows; row++) {
      const truth = oneHot ? greatest(target.data, row * classes, classes) : (target.data[row] ?? 0);
      if (greatest(data, row * classes, classes) === truth) right++;
    }
    return right / rows;
  },
};

/** The share of yes-or-no outputs on the right side of `threshold`: 0 for logits, 0.5 for probabilities. */
export const binaryAccuracy = (threshold: number = 0): Metric => ({
  name: "accuracy",
  of({ data }, target) {
    let right = 0;
    for (let i = 0; i < data.length; i++) if ((data[i] ?? 0) >= threshold === (target.data[i] ?? 0) >= 0.5) right++;
    return right / data.length;
  },
});

/** The place of the greatest of `length` numbers from `from` on; the first of equals. */
function greatest(data: ArrayLike<number>, from: number, length: number): number {
  let best = 0;
  for (let i = 1; i < length; i++) if ((data[from + i] ?? 0) > (data[from + best] ?? 0)) best = i;
  return best;
}

/** The metrics that go with a loss when none are named: accuracy for classes, nothing for the rest. */
export const usualMetrics = (loss: Loss): readonly Metric[] => usual[loss.kind](loss as never);

const ofClasses = (): readonly Metric[] => [accuracy];
const none = (): readonly Metric[] => [];

const usual: { readonly [K in LossKind]: (loss: LossOf<K>) => readonly Metric[] } = {
  binaryCrossentropy: ({ from }) => [binaryAccuracy(from === "probabilities" ? 0.5 : 0)],
  categoricalCrossentropy: ofClasses,
  dice: none,
  focal: ofClasses,
  halfSquaredError: none,
  hinge: ofClasses,
  huber: none,
  klDivergence: none,
  meanAbsoluteError: none,
  meanSquaredError: none,
  negativeLogLikelihood: ofClasses,
  sigmoidFocal: () => [binaryAccuracy()],
  sparseCategoricalCrossentropy: ofClasses,
};

/**
 * The metrics given, or those usual for each loss.
 *
 * @throws RangeError for metrics of an output that has no loss.
 */
export function metricsOf(objective: Objective, metrics: MetricsByOutput | undefined): MetricsByOutput {
  const outputs = Object.keys(objective);
  const lists: readonly unknown[] = Array.isArray(metrics) ? [undefined] : Object.values(metrics ?? {});
  const wrong = (list: unknown): boolean => !Array.isArray(list) || list.some((metric: Partial<Metric> | undefined) => typeof metric?.of !== "function");
  if (lists.some(wrong)) throw new RangeError(`metrics: they must be lists of metrics by output, { ${JSON.stringify(outputs[0])}: [accuracy] } with accuracy of this package; classes have it without being asked. Received ${received(metrics)}.`);
  for (const output of Object.keys(metrics ?? {}))
    if (!outputs.includes(output)) throw new RangeError(`metrics: they must be of outputs with a loss. Received "${output}".${didYouMean(output, outputs)} Outputs with a loss: ${outputs.join(", ")}.`);
  return metrics ?? Object.fromEntries(Object.entries(objective).map(([output, { loss }]) => [output, usualMetrics(loss)]));
}

/** The metrics of one batch by name; where several outputs have a loss, as `output.name`. */
export function measures(metrics: MetricsByOutput, { losses, outputs }: StepResult, targets: Arrays): Record<string, number> {
  const several = Object.keys(losses).length > 1;
  const values: Record<string, number> = {};
  for (const [output, list] of Object.entries(metrics))
    for (const metric of list) {
      const [value, target] = [outputs[output], targets[output]];
      if (value && target) values[several ? `${output}.${metric.name}` : metric.name] = metric.of(value, target);
    }
  return values;
}
