import type { Check } from "./check.ts";
import type { Exam, FirstSteps } from "./exam.ts";
import type { Examined, Finding } from "./finding.ts";
import { chanceOf } from "./chance.ts";
import { count, number } from "./words.ts";

/** Rates that are tried where the loss does not move, as multiples. */
const larger = [10, 100, 1000, 10_000];
/** Shares of the first loss, but for `blown`, which is a multiple of it. */
const limits = { risen: 0.2, soared: 0.5, blown: 3, fallen: 0.1, still: 0.02, could: 0.1, share: 0.1 };

/** How the loss goes over a few steps at the learning rate, and at others. */
export const learningRate: Check = {
  asks: "Does the loss fall at this learning rate?",
  cost: `4 steps if quick, of 32 samples at most; else 20, and as many at each of ${1 + larger.length} other rates where the loss does not fall`,
  quick: true,
  runs: true,
  of: "beginning",
  async examine(exam): Promise<Examined> {
    const rate = exam.subject.optimizer.learningRate;
    const asked = triedOf(exam, await exam.firstSteps());
    if (exam.quick) return { measured: `at ${number(rate)} ${textOf(asked)}`, findings: grown(asked) || !finite(asked) ? [tooLarge(rate, asked)] : [] };
    const told = [`at ${number(rate)} ${textOf(asked)}`];
    const other = async (times: number): Promise<Other> => {
      const result = triedOf(exam, await exam.stepsAt(times));
      told.push(`at ${number(rate * times)} ${textOf(result)}`);
      return { ...result, times };
    };
    // A loss that falls has answered the question.
    if (fall(asked) >= limits.still) return { measured: told.join("; "), findings: [] };
    const smaller = await other(0.1);
    const calmer = finite(smaller) && fall(smaller) > limits.fallen;
    const blown = !finite(asked) || grown(asked);
    // A loss may rise for some steps before it falls, as that of deep networks does at the rates of their papers.
    if (blown || fall(asked) < (calmer ? -limits.risen : -limits.soared)) return { measured: told.join("; "), findings: [{ ...tooLarge(rate, asked, calmer ? smaller : undefined), level: blown ? "wrong" : "suspect" }] };
    // While a schedule warms up, slow is as it should be.
    if (exam.rateFactor(0) < 0.5) return { measured: told.join("; "), findings: [] };
    for (const times of larger) {
      const better = await other(times);
      if (fall(better) >= limits.could && fall(asked) < limits.share * fall(better)) return { measured: told.join("; "), findings: [tooSmall(rate, asked, better)] };
    }
    return { measured: told.join("; "), findings: [] };
  },
};

type Found = Omit<Finding, "check">;

/** The loss of the first batch before some steps, and after them. */
interface Tried {
  readonly start: number;
  readonly end: number;
  readonly steps: number;
  /** A loss of a network that only guesses. */
  readonly chance: number;
}

const triedOf = (exam: Exam, { results, end }: FirstSteps): Tried => ({
  start: results[0]?.loss ?? NaN,
  end,
  steps: results.length,
  chance: chanceOf(exam.objective, exam.shapes),
});

/** At another rate. */
interface Other extends Tried {
  /** How often the one asked for. */
  readonly times: number;
}

const finite = ({ end }: Tried): boolean => Number.isFinite(end);
const fall = ({ start, end }: Tried): number => (Number.isFinite(end) ? (start - end) / start : 0);
const grown = ({ start, end, chance }: Tried): boolean => end > limits.blown * Math.max(start, chance);
const textOf = ({ start, end, steps }: Tried): string => `the loss goes from ${number(start)} to ${number(end)} in ${count(steps, "step")}`;

const tooLarge = (rate: number, asked: Tried, smaller?: Tried): Found => ({
  level: "wrong", title: "the learning rate is far too large", measured: `at ${number(rate)} ${textOf(asked)}${smaller ? `; at ${number(rate / 10)} ${textOf(smaller)}` : ""}`,
  why: "Each step jumps over the valley to a higher place on the other side, until the loss is not a number or all units are dead.",
  wayOut: `Try ${number(rate / 10)} and ${number(rate / 100)}, a warm-up, or clipped gradients (clipNorm).`,
});

const tooSmall = (rate: number, asked: Tried, better: Other): Found => ({
  level: fall(asked) < limits.still / 4 ? "wrong" : "suspect", title: "the learning rate is far too small", measured: `at ${number(rate)} ${textOf(asked)}; at ${number(rate * better.times)} ${textOf(better)}`,
  why: "The loss hardly moves in steps that could take it far down; the training would need many times the epochs.",
  wayOut: `Try ${number(rate * better.times)}, or what a learning-rate finder suggests.`,
});
