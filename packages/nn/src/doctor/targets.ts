import { product } from "@convscope/core";
import type { NdArray } from "../array.ts";
import { checkTarget, targetKind, type Loss, type LossKind } from "../losses/index.ts";
import type { Check } from "./check.ts";
import type { Examined, Finding } from "./finding.ts";
import { channelsOf } from "./survey.ts";
import { count, names, number } from "./words.ts";

/** What the values of a target are, for losses that compare with values. */
type Values = "distribution" | "probabilities" | "numbers" | "labels";

const values: { readonly [K in LossKind]: Values } = {
  binaryCrossentropy: "probabilities",
  categoricalCrossentropy: "distribution",
  dice: "probabilities",
  focal: "labels",
  halfSquaredError: "numbers",
  hinge: "labels",
  huber: "numbers",
  klDivergence: "distribution",
  meanAbsoluteError: "numbers",
  meanSquaredError: "numbers",
  negativeLogLikelihood: "labels",
  sigmoidFocal: "probabilities",
  sparseCategoricalCrossentropy: "labels",
};

const limits = { imbalance: 10, large: 100 };

/** Whether targets are what the loss takes, and whether every class has its share. */
export const targets: Check = {
  asks: "Are the targets what the loss compares with, and is every class there?",
  cost: "reads at most 4,096 samples, 256 if quick",
  quick: true,
  runs: false,
  of: "both",
  async examine(exam): Promise<Examined> {
    const { samples, targets: given } = await exam.survey();
    const found: Found[] = [];
    const measured: string[] = [];
    let unusable: string | undefined;
    for (const [output, { loss }] of Object.entries(exam.objective)) {
      const target = given[output];
      const shape = exam.shapes.get(output) ?? [];
      const problem = target ? refused(loss, [samples, ...shape], target, output) : `${output}: the data give no target for this output. Received targets of ${Object.keys(given).join(", ") || "none"}.`;
      if (problem !== undefined || !target) {
        unusable = "the targets do not fit the loss";
        measured.push(problem ?? "");
        found.push({ level: "wrong", title: "targets do not fit the loss", where: [output], measured: problem ?? "", why: "The first step of the training would stop with this error.", wayOut: targetKind(loss) === "labels" ? "Give whole numbers from 0 on, one for each class, or a loss that takes what you have." : "Give targets in the output's shape, or a loss that takes what you have." });
        continue;
      }
      const classes = shape.at(-1) ?? 1;
      const [statistics = { mean: 0, deviation: 0, least: 0, most: 0 }] = channelsOf({ shape: [target.data.length, 1], data: target.data });
      const { mean, deviation, least, most } = statistics;
      const text = `targets of "${output}" from ${number(least)} to ${number(most)}, mean ${number(mean)}, deviation ${number(deviation)}`;
      const wrong = ofValues(loss, { output, text, target, classes, ...statistics });
      const labels = wrong.length > 0 ? undefined : labelsOf(loss, target, shape, classes);
      const judged = labels ? ofClasses({ output, labels, classes, named: exam.subject.classes, weighed: "classWeights" in loss && loss.classWeights !== undefined }) : { measured: text, findings: wrong };
      measured.push(judged.measured);
      found.push(...judged.findings);
    }
    return { measured: measured.join("; "), findings: found, ...(unusable !== undefined && { unusable }) };
  },
};

type Found = Omit<Finding, "check">;

function refused(loss: Loss, shape: readonly number[], target: NdArray, output: string): string | undefined {
  try {
    checkTarget(loss, shape, target, output);
    return target.data.some((x) => !Number.isFinite(x)) ? `${output} (${loss.kind}): targets must be finite numbers. Received ${target.data.find((x) => !Number.isFinite(x))}.` : undefined;
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

/** The class of each sample, where a sample has one; a map of classes has large and small ones by nature. */
export function labelsOf(loss: Loss, { data }: NdArray, shape: readonly number[], classes: number): ArrayLike<number> | undefined {
  if (product(shape) !== classes || classes < 2) return undefined;
  if (targetKind(loss) === "labels") return data;
  if (values[loss.kind] !== "distribution") return undefined;
  return Array.from({ length: data.length / classes }, (_, row) => {
    let best = 0;
    for (let i = 1; i < classes; i++) if ((data[row * classes + i] ?? 0) > (data[row * classes + best] ?? 0)) best = i;
    return best;
  });
}

interface OfClasses {
  readonly output: string;
  readonly labels: ArrayLike<number>;
  readonly classes: number;
  readonly named: readonly string[] | undefined;
  /** Whether the loss makes up for how often classes occur. */
  readonly weighed: boolean;
}

function ofClasses({ output, labels, classes, named, weighed }: OfClasses): { readonly measured: string; readonly findings: readonly Found[] } {
  const counts = new Array<number>(classes).fill(0);
  for (const label of Array.from(labels)) counts[label] = (counts[label] ?? 0) + 1;
  const name = (label: number): string => named?.[label] ?? String(label);
  const by = [...counts.keys()].sort((a, b) => (counts[a] ?? 0) - (counts[b] ?? 0));
  const [fewest = 0, most = 0] = [by[0], by.at(-1)];
  const told = (label: number): string => `${number(counts[label] ?? 0)} of "${name(label)}"`;
  const measured = `of ${count(labels.length, "sample")} ${told(fewest)}, ${told(most)}`;
  const present = counts.filter((n) => n > 0).length;
  const where = [output];
  // So few samples say nothing about classes that are not among them.
  if (labels.length < 5 * classes) return { measured, findings: [] };
  if (present === 1)
    return { measured, findings: [{ level: "wrong", title: "all samples are of one class", where, measured, why: "The network learns to give this one answer whatever it sees, and is always right.", wayOut: "Look at how labels are read, and at whether files in order were cut off before the second class." }] };
  const missing = by.filter((label) => counts[label] === 0);
  if (missing.length > 0)
    return { measured, findings: [{ level: "suspect", title: "classes without samples", where, measured: `${missing.length} of ${classes} classes in none of ${count(labels.length, "sample")}: ${names(missing.map(name))}`, why: "The network has an output for them that it learns never to use.", wayOut: "Take as many outputs as there are classes, or see whether labels begin at 1, or whether samples of some classes were lost." }] };
  const ratio = (counts[most] ?? 0) / (counts[fewest] ?? 1);
  if (weighed || labels.length < 20 * classes || ratio <= limits.imbalance) return { measured, findings: [] };
  return {
    measured,
    findings: [{
      level: "suspect", title: "classes are far from balanced", where, measured: `${measured}: 1 to ${number(ratio)}`,
      why: `Answering "${name(most)}" always is right ${number((100 * (counts[most] ?? 0)) / labels.length)} times in 100; accuracy hides that rare classes are never found.`,
      wayOut: "Weigh the classes in the loss (classWeights), draw rare ones more often, and judge by recall and F1 of each class rather than by accuracy.",
    }],
  };
}

interface OfValues {
  readonly output: string;
  readonly text: string;
  readonly target: NdArray;
  readonly classes: number;
  readonly mean: number;
  readonly deviation: number;
  readonly least: number;
  readonly most: number;
}

function ofValues(loss: Loss, { output, text, target: { data }, classes, mean, deviation, least, most }: OfValues): readonly Found[] {
  const where = [output];
  const kind = values[loss.kind];
  if (kind === "labels") return [];
  if (deviation === 0) return [{ level: "wrong", title: "all targets are the same", where, measured: text, why: "The network learns to give this one answer whatever it sees.", wayOut: "Look at how targets are read." }];
  if (kind !== "numbers" && (least < 0 || most > 1))
    return [{ level: "wrong", title: "targets are no probabilities", where, measured: text, why: `${loss.kind} takes each target for a probability; others make the loss fall below its floor without end.`, wayOut: "Give 0, 1, or numbers between; divide pixels by 255; for other numbers take meanSquaredError." }];
  if (kind === "distribution") {
    for (let row = 0; row < data.length / classes; row++) {
      let sum = 0;
      for (let i = 0; i < classes; i++) sum += data[row * classes + i] ?? 0;
      if (Math.abs(sum - 1) > 1e-3) return [{ level: "wrong", title: "targets do not add up to 1", where, measured: `the probabilities of sample ${row} add up to ${number(sum)}`, why: `${loss.kind} takes each row for the probabilities of classes of which one is true.`, wayOut: "Where several can be true at once take binaryCrossentropy; else divide each row by its sum." }];
    }
  }
  if (kind === "numbers" && Math.hypot(mean, deviation) > limits.large)
    return [{ level: "suspect", title: "targets are not scaled", where, measured: text, why: "A fresh network answers about 0, so losses and gradients begin very large, and the last bias has a long way to go.", wayOut: "Learn (target − mean) / deviation, with mean and deviation of the training targets, and turn answers back." }];
  return [];
}
