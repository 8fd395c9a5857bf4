import type { NdArray } from "../array.ts";
import type { Check } from "./check.ts";
import type { Exam } from "./exam.ts";
import type { Examined, Finding } from "./finding.ts";
import type { Survey } from "./survey.ts";
import { count, number, percent } from "./words.ts";

const limits = { shared: 0.01, many: 0.05, distinct: 0.9, few: 3, scale: 3, shift: 1 };

/** Whether held-out samples are measured as they are, are no training samples, and are prepared as those are. */
export const leaks: Check = {
  asks: "Are validation samples steady, unseen in training, and prepared the same way?",
  cost: "reads at most 4,096 samples of each, 256 if quick, and a batch of validation twice more",
  quick: true,
  runs: false,
  of: "both",
  async examine(exam): Promise<Examined> {
    const held = await exam.validationSurvey();
    if (!held) return { leftOut: "no validation data are given" };
    const learned = await exam.survey();
    const steady = await isSteady(exam);
    const { shared, text } = sharedOf(learned, held, exam.subject.train.length);
    const apart = apartOf(learned, held);
    const findings: Found[] = [];
    if (!steady)
      findings.push({
        level: "wrong", title: "validation samples change from one reading to the next", measured: "two readings of the same validation samples differ",
        why: "What is done to training samples at random is done to validation samples too, or they are drawn anew: the validation loss then measures another task, and no two epochs can be compared.",
        wayOut: "Give validation data a pipeline of their own without augmentation; change samples only where an epoch is named.",
      });
    if (shared >= limits.shared)
      findings.push({
        level: shared >= limits.many ? "wrong" : "suspect", title: "validation samples are also training samples", measured: text,
        why: "They are known by heart, so validation looks better than new samples will, and overfitting stays unseen.",
        wayOut: "Leave out double samples before splitting, and split first what belongs together, such as pictures of one object; augment and repeat only after it.",
      });
    findings.push(...apart.findings);
    return { measured: [steady ? "two readings are the same" : "two readings differ", text, apart.text].filter((part) => part !== "").join("; "), findings };
  },
};

type Found = Omit<Finding, "check">;

/** Whether the same held-out samples come twice the same, training samples having been read in between. */
async function isSteady(exam: Exam): Promise<boolean> {
  const { validation, train } = exam.subject;
  if (!validation) return true;
  const places = exam.places(validation).slice(0, 32);
  const once = await validation.batch(places);
  // Copies: some data give the same memory again.
  const kept = Object.entries(once.inputs).map(([name, { data }]) => [name, data.slice()] as const);
  await train.batch(exam.places(train).slice(0, 2), 1);
  const again = await validation.batch(places);
  return kept.every(([name, data]) => same(data, again.inputs[name]));
}

const same = (data: NdArray["data"], other: NdArray | undefined): boolean => other?.data.length === data.length && data.every((x, i) => Object.is(x, other.data[i]));

/** The share of held-out samples that training samples repeat, as far as both were read. */
function sharedOf(learned: Survey, held: Survey, all: number): { readonly shared: number; readonly text: string } {
  const known = new Set(learned.hashes);
  // Where few inputs are possible, such as of two bits, repeats are no leak.
  if (known.size < limits.distinct * learned.samples) return { shared: 0, text: `${percent(1 - known.size / learned.samples)} of the training samples repeat others, so validation ones may too` };
  const found = held.hashes.filter((hash) => known.has(hash)).length;
  // Of a part of the training samples only that part's share of the doubles is met; one or two may be chance.
  const whole = learned.samples >= all;
  const shared = whole ? found / held.samples : found < limits.few ? 0 : Math.min(1, (found / held.samples) * (all / learned.samples));
  return { shared, text: `${number(found)} of ${count(held.samples, "validation sample")} among ${count(learned.samples, "training sample")}` };
}

/** Whether scales and means of inputs differ. */
function apartOf({ channels: learned }: Survey, { channels: held }: Survey): { readonly findings: readonly Found[]; readonly text: string } {
  const texts: string[] = [];
  const findings = Object.entries(learned).flatMap(([name, train]): Found[] => {
    const mean = (of: Survey["channels"][string] | undefined, what: "mean" | "deviation"): number => (of ?? []).reduce((sum, channel) => sum + channel[what], 0) / (of?.length ?? 1);
    const [a, b] = [{ mean: mean(train, "mean"), deviation: mean(train, "deviation") }, { mean: mean(held[name], "mean"), deviation: mean(held[name], "deviation") }];
    const measured = `"${name}" has mean ${number(a.mean)} and deviation ${number(a.deviation)} in training, ${number(b.mean)} and ${number(b.deviation)} in validation`;
    texts.push(measured);
    const [wide, narrow] = [Math.max(a.deviation, b.deviation), Math.min(a.deviation, b.deviation)];
    const apart = Math.max(wide / narrow / limits.scale, Math.abs(a.mean - b.mean) / wide / limits.shift);
    if (!(apart > 1)) return [];
    return [{
      level: apart > limits.scale ? "wrong" : "suspect", title: "validation samples are prepared in another way", where: [name], measured,
      why: "The network is measured on numbers of a size that it has never seen.",
      wayOut: "Scale and shift both with the same numbers, those of the training data.",
    }];
  });
  return { findings, text: texts.join("; ") };
}
