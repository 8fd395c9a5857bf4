import type { Check } from "./check.ts";
import type { Exam, FirstSteps } from "./exam.ts";
import type { Examined, Finding } from "./finding.ts";
import { chanceOf } from "./chance.ts";
import { count, number } from "./words.ts";

/** Rates that are tried where the loss does not move: multiples, and then the usual ones above them, for a rate may be off by any power of ten. */
const larger = [10, 100, 1000, 10_000];
const usual = [1e-4, 1e-3, 1e-2, 0.1, 1];
/** How many rates are tried where the loss is lost, each a tenth of the one before, from 1 where the rate is larger. */
const tenths = 6;
/** Shares of the first loss, but for `blown`, which is a multiple of it. */
const limits = { risen: 0.2, soared: 0.5, blown: 3, fallen: 0.1, still: 0.02, could: 0.1, share: 0.1 };
/** From so many times the rate on, any fall that can be told from none will do: plain descent begins slowly at its best rates, too. */
const far = 1000;

/** How the loss goes over a few steps at the learning rate, and at others. */
export const learningRate: Check = {
  asks: "Does the loss fall at this learning rate?",
  cost: `4 steps if quick, of 32 samples at most; else 20, and as many at each of ${1 + larger.length} other rates where the loss does not fall, of some more where the rate is tiny, and of at most ${tenths} where the loss is lost`,
  quick: true,
  runs: true,
  of: "beginning",
  async examine(exam): Promise<Examined> {
    const rate = exam.subject.optimizer.learningRate;
    const asked = triedOf(exam, await exam.firstSteps());
    if (exam.quick) return { measured: `at ${number(rate)} ${textOf(asked)}`, findings: lost(asked) ? [tooLarge(rate, asked, await calmRate(exam))] : [] };
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
    const blown = lost(asked);
    // A loss may rise for some steps before it falls, as that of deep networks does at the rates of their papers.
    if (blown || fall(asked) < (calmer ? -limits.risen : -limits.soared)) return { measured: told.join("; "), findings: [{ ...tooLarge(rate, asked, calmer ? rate / 10 : await calmRate(exam), calmer ? smaller : undefined), level: blown ? "wrong" : "suspect" }] };
    // While a schedule warms up, slow is as it should be.
    if (exam.rateFactor(0) < 0.5) return { measured: told.join("; "), findings: [] };
    for (const times of [...larger, ...usual.filter((one) => one > 1.5 * rate * Math.max(...larger)).map((one) => one / rate)]) {
      const better = await other(times);
      if (fall(better) >= (times < far ? limits.could : limits.still) && fall(asked) < limits.share * fall(better)) return { measured: told.join("; "), findings: [tooSmall(rate, asked, better)] };
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
const lost = (tried: Tried): boolean => !finite(tried) || grown(tried);
const textOf = ({ start, end, steps }: Tried): string => `the loss goes from ${number(start)} to ${number(end)} in ${count(steps, "step")}`;

/** A smaller rate at which the loss falls in the first steps; a tenth where none is found. */
async function calmRate(exam: Exam): Promise<number> {
  const rate = exam.subject.optimizer.learningRate;
  for (let i = 0; i < tenths; i++) {
    const smaller = Math.min(rate / 10, 1) / 10 ** i;
    const tried = triedOf(exam, await exam.stepsAt(smaller / rate));
    if (!lost(tried) && fall(tried) > 0) return smaller;
  }
  return rate / 10;
}

const tooLarge = (rate: number, asked: Tried, calm: number, smaller?: Tried): Found => ({
  level: "wrong", title: "the learning rate is far too large", measured: `at ${number(rate)} ${textOf(asked)}${smaller ? `; at ${number(rate / 10)} ${textOf(smaller)}` : ""}`,
  why: "Each step jumps over the valley to a higher place on the other side, until the loss is not a number or all units are dead.",
  wayOut: `Try ${number(calm)} and ${number(calm / 10)}, a warm-up, or clipped gradients (clipNorm).`,
});

const tooSmall = (rate: number, asked: Tried, better: Other): Found => ({
  level: fall(asked) < limits.still / 4 ? "wrong" : "suspect", title: "the learning rate is far too small", measured: `at ${number(rate)} ${textOf(asked)}; at ${number(rate * better.times)} ${textOf(better)}`,
  why: "The loss hardly moves in steps that could take it far down; the training would need many times the epochs.",
  wayOut: `Try ${number(rate * better.times)}, or what a learning-rate finder suggests.`,
});
