import { subset } from "../data.ts";
import { evaluate, type Evaluation } from "../evaluate.ts";
import { bestEpoch, valLoss, type EpochLog } from "../callback.ts";
import type { Check } from "./check.ts";
import type { Exam } from "./exam.ts";
import type { Examined, Finding } from "./finding.ts";
import { count, number, percent } from "./words.ts";

/** At most so many samples of each; shares of right answers, multiples of losses, and deviations of what chance does. */
const samples = 1024;
const limits = { apart: 0.1, times: 3, risen: 1.25, gained: 0.005, fallen: 0.05, deviations: 4, exact: 0.01 };

/** Whether what was learned holds for samples that were not: learned and held-out ones measured the same way, and what the history says. */
export const heldOut: Check = {
  asks: "Do the kept weights answer new samples as well as those that were learned?",
  cost: `measures at most ${samples} samples of each, 256 if quick`,
  quick: true,
  runs: true,
  of: "kept",
  async examine(exam): Promise<Examined> {
    const { train, validation, kept } = exam.subject;
    if (!validation || validation.length === 0) return { leftOut: "no validation data are given" };
    const [learned, held] = [await measured(exam, train), await measured(exam, validation)];
    const text = `${told(learned, "learned")}, ${told(held, "held-out")}`;
    const history = kept?.history ?? [];
    const log = history.find(({ epoch }) => epoch === kept?.epoch) ?? history.at(-1);
    const findings = [...asRecorded(held, held.samples === validation.length, log), ...apart(learned, held, text), ...afterBest(history)];
    return { measured: text, findings };
  },
};

interface Measured extends Evaluation {
  readonly samples: number;
}

async function measured(exam: Exam, data: Exam["subject"]["train"]): Promise<Measured> {
  const places = exam.places(data).slice(0, samples);
  const evaluation = await evaluate(await exam.network(), subset(data, places), { loss: exam.subject.loss, batchSize: exam.batchSize, ...(exam.signal && { signal: exam.signal }) });
  return { ...evaluation, samples: places.length };
}

const rightOf = ({ metrics }: Measured): number | undefined => metrics["accuracy"];
const told = (of: Measured, which: string): string => `${count(of.samples, `${which} sample`)}: loss ${number(of.loss)}${rightOf(of) === undefined ? "" : `, ${percent(rightOf(of) ?? NaN)} right`}`;

type Found = Omit<Finding, "check">;

/** The deviation of a share of right answers over so many samples. */
const deviation = (share: number, n: number): number => Math.sqrt(Math.max(share * (1 - share), 1 / n) / n);

/** Whether the kept weights measure what was measured of them in the training. */
function asRecorded(held: Measured, all: boolean, log: EpochLog | undefined): readonly Found[] {
  const [loss, accuracy, right] = [log?.["valLoss"], log?.["valAccuracy"], rightOf(held)];
  if (!log || loss === undefined) return [];
  const differs = all
    ? Math.abs(held.loss - loss) > limits.exact * Math.max(1, loss)
    : accuracy !== undefined && right !== undefined && Math.abs(right - accuracy) > limits.exact + limits.deviations * deviation(accuracy, held.samples);
  if (!differs) return [];
  return [{
    level: "wrong", title: "the kept weights do not measure what the history says",
    measured: `in epoch ${log.epoch} loss ${number(loss)}${accuracy === undefined ? "" : `, ${percent(accuracy)} right`}; now ${told(held, "held-out")}`,
    why: "Weights, data or their preparation are not those of the training; or held-out samples were changed at random while it ran, so that its measurements were of another task.",
    wayOut: "See that data, scaling and weights are those of this training, and that held-out samples come without augmentation.",
  }];
}

/** Whether learned samples are answered far better than held-out ones. */
function apart(learned: Measured, held: Measured, text: string): readonly Found[] {
  const [a, b] = [rightOf(learned), rightOf(held)];
  const far = a === undefined || b === undefined ? held.loss > limits.times * learned.loss && held.loss - learned.loss > 1e-6 : a - b > limits.apart && a - b > limits.deviations * Math.hypot(deviation(a, learned.samples), deviation(b, held.samples));
  if (!far) return [];
  return [{
    level: "suspect", title: "the network has overfitted", measured: text,
    why: "It knows the learned samples by heart, and answers new ones far worse.",
    wayOut: "More samples, or augmentation, which makes more of those there are; dropout, weight decay or label smoothing; a smaller network; trained weights to begin with.",
  }];
}

/** Whether the epochs after the best one did harm. */
function afterBest(history: readonly EpochLog[]): readonly Found[] {
  const [best, last] = [bestEpoch(history, valLoss), history.at(-1)];
  const [low, high] = [best?.["valLoss"], last?.["valLoss"]];
  if (!best || !last || low === undefined || high === undefined || best === last) return [];
  const [then, now] = [best["valAccuracy"], last["valAccuracy"]];
  const measured = `held-out loss ${number(low)} in epoch ${best.epoch}, ${number(high)} in epoch ${last.epoch}; training loss ${number(best.loss)} and ${number(last.loss)}`;
  // A loss may rise while more answers become right: the network is only more sure of its mistakes.
  const worse = then === undefined || now === undefined || now <= then + limits.gained;
  if (high > limits.risen * low && worse && last.loss < best.loss)
    return [{ level: "suspect", title: `held-out loss rises after epoch ${best.epoch}, while the training loss falls`, measured, why: "From there on the training learns by heart what only its own samples have.", wayOut: "Stop there (early stopping), or hold against it: augmentation, dropout, weight decay, a smaller network." }];
  if (then !== undefined && now !== undefined && then - now > limits.fallen && last.loss >= best.loss)
    return [{ level: "suspect", title: "the last weights are far worse than the best", measured: `${measured}; right ${percent(then)} and ${percent(now)}`, why: "The training did not come to rest: its last steps were still long enough to undo what was learned.", wayOut: "Let the learning rate fall to 0 (a cosine schedule), or average the weights." }];
  return [];
}
