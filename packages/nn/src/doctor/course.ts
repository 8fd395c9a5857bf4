import type { EpochLog } from "../callback.ts";
import { chanceLoss } from "./chance.ts";
import type { Check } from "./check.ts";
import type { Exam } from "./exam.ts";
import type { Examined, Finding } from "./finding.ts";
import { channelsOf } from "./survey.ts";
import { count, number } from "./words.ts";

/** Steps and epochs from which on a course can be told, and shares: of the loss, of guessing, of the whole fall. */
const limits = { steps: 20, epochs: 5, risen: 1.5, learned: 0.05, jagged: 0.5, still: 0.02, high: 0.5, slow: 0.3 };

/** How the training loss went from epoch to epoch, which tells of the learning rate. */
export const course: Check = {
  asks: "Did the training loss fall, far and steadily?",
  cost: "looks at the history, and at the targets that were read",
  quick: true,
  runs: false,
  of: "kept",
  async examine(exam): Promise<Examined> {
    const { kept, optimizer } = exam.subject;
    const history = kept?.history ?? [];
    const [first, last] = [history[0], history.at(-1)];
    if (kept?.failed !== undefined) return { measured: `ended in an error after ${count(history.length, "epoch")}`, findings: [failed(kept.failed, Math.max(optimizer.learningRate, ...history.map(({ learningRate = 0 }) => learningRate)))] };
    if (!first || !last) return { leftOut: "no epoch has ended" };
    const least = history.reduce((a, b) => (b.loss < a.loss ? b : a));
    const rate = (log: EpochLog): number => log["learningRate"] ?? optimizer.learningRate;
    const measured = `the training loss goes from ${number(first.loss)} to ${number(last.loss)} in ${count(history.length, "epoch")}, least ${number(least.loss)} in epoch ${least.epoch}; learning rate at the end of the first ${number(rate(first))}, of the last ${number(rate(last))}`;
    const found = judge({ steps: history.length * exam.stepsPerEpoch, history, first, last, least, chance: await guessing(exam), rate, peak: Math.max(...history.map(rate)) });
    return { measured, findings: found ? [{ ...found, measured }] : [] };
  },
};

/** The loss of answers that do not look at the input: all classes alike, or the mean of numbers, whose squared error is their variance; 0 where that is not known. */
async function guessing(exam: Exam): Promise<number> {
  const { targets } = await exam.survey();
  const each = Object.entries(exam.objective).map(([output, { loss, weight }]) => {
    const target = targets[output];
    const variances = loss.kind === "meanSquaredError" && loss.reduction === "mean" && target ? channelsOf(target).map(({ deviation }) => deviation ** 2) : [];
    return weight * (chanceLoss(loss, exam.shapes.get(output)?.at(-1) ?? 1) ?? variances.reduce((sum, variance) => sum + variance / variances.length, 0));
  });
  return each.every((chance) => chance > 0) ? each.reduce((sum, chance) => sum + chance, 0) : 0;
}

interface Course {
  /** Taken in all. */
  readonly steps: number;
  readonly history: readonly EpochLog[];
  readonly first: EpochLog;
  readonly last: EpochLog;
  readonly least: EpochLog;
  /** The loss of guessing; 0 where nothing is known of it. */
  readonly chance: number;
  readonly rate: (log: EpochLog) => number;
  /** The greatest learning rate of an epoch's end. */
  readonly peak: number;
}

const failed = (reason: string, rate: number): Omit<Finding, "check"> => ({
  level: "wrong", title: "the training ended in an error", measured: reason,
  why: "Mostly a step was so large that weights or answers overflowed, and the loss is no number.",
  wayOut: `See what the error says. Where a number was lost, try a learning rate of ${number(rate / 10)}, clipped gradients (clipNorm), or inputs scaled to deviation 1.`,
});

type Found = Omit<Finding, "check" | "measured">;

/** The first that fits: what is told further down follows from what is told above. */
function judge({ steps, history, first, last, least, chance, rate, peak }: Course): Found | undefined {
  const smaller = `Try ${number(peak / 3)} and ${number(peak / 10)}, a warm-up, a schedule that falls, or clipped gradients (clipNorm).`;
  const larger = `Try ${number(3 * peak)} and ${number(10 * peak)}, or what a learning-rate finder suggests; and more epochs.`;
  const lost = history.find(({ loss, ...rest }) => !Number.isFinite(loss) || !Number.isFinite(rest["valLoss"] ?? 0));
  if (lost) return { level: "wrong", title: `the loss is not a number from epoch ${lost.epoch} on`, why: "A step was so large that weights or answers overflowed; nothing is learned from there on.", wayOut: smaller };
  if (chance > 0 && chance - least.loss < limits.learned * chance && (steps >= limits.steps || last.loss > limits.risen * chance))
    return {
      level: history.length >= limits.epochs || last.loss > limits.risen * chance ? "wrong" : "suspect", title: "the network does no better than guessing",
      why: `Guessing has a loss of ${number(chance)}. Mostly the learning rate is far too large or far too small, or inputs and targets do not belong together.`,
      wayOut: `Find a learning rate first (a learning-rate finder), a tenth of ${number(peak)} before ten times as much; then see whether targets go with the inputs.`,
    };
  if (last.loss > limits.risen * least.loss && last.loss - least.loss > limits.learned * first.loss)
    return { level: last.loss > first.loss ? "wrong" : "suspect", title: "the training loss rises", why: "Steps are so long that they undo what was learned: the learning rate is too large for the place where the weights have come to.", wayOut: smaller };
  if (history.length < limits.epochs) return undefined;
  const fall = first.loss - least.loss;
  // A schedule that begins anew may throw the loss up.
  const ups = history.slice(1).reduce((sum, log, i) => sum + (rate(log) > rate(history[i] ?? log) ? 0 : Math.max(0, log.loss - (history[i]?.loss ?? log.loss))), 0);
  if (ups > limits.jagged * fall)
    return { level: "suspect", title: "the training loss jumps up and down", why: "A mean over a whole epoch is steady by itself. Where it is not, steps jump across the valley in place of going down.", wayOut: `${smaller} Larger batches make steadier steps, too.` };
  const half = history[Math.floor((history.length - 1) / 2)] ?? first;
  const high = chance > 0 ? last.loss > limits.high * chance : fall < limits.slow * first.loss;
  if (high && half.loss - last.loss < limits.still * half.loss)
    return { level: "suspect", title: "the training loss stands still while it is still high", why: "The second half of the epochs brought next to nothing, on samples that it has seen again and again: the network is too small for the task, much is dropped or decayed, or the steps are too short or too long.", wayOut: `A larger network, less dropout, weight decay and augmentation, or another learning rate than ${number(peak)}: larger if the loss has crept from the beginning, smaller if it fell fast and then stood.` };
  if (high && fall < limits.slow * first.loss && half.loss - last.loss > limits.slow * fall)
    return { level: "suspect", title: "the training loss creeps", why: "It fell in every epoch, by very little, and had still far to go at the end: the learning rate is far too small, or the training far too short.", wayOut: larger };
  return undefined;
}
