import type { Slip } from "../audit/mistake.ts";
import { didYouMean } from "../suggest.ts";
import type { Answer, Exercise } from "./exercise.ts";
import { exerciseKindNames, exerciseKinds, type ExerciseKindName } from "./kinds.ts";
import { random, seedOf } from "./random.ts";

/** What to draw exercises from. */
export interface QuizOptions {
  /** The same seed gives the same exercises; 1 if left out. */
  readonly seed?: number;
  /** How many; 10 if left out. */
  readonly count?: number;
  /** Which kinds, in turn; all if left out. */
  readonly kinds?: readonly string[];
}

/** More than this is no exercise any more. */
const most = 1000;

/**
 * One exercise: the same for the same kind and seed.
 *
 * @throws RangeError for an unknown kind, with the nearest.
 */
export function exercise(kind: string, seed: number = 1): Exercise {
  if (!isKindName(kind)) throw new RangeError(`quiz: there is no kind of exercise "${kind}".${didYouMean(kind, exerciseKindNames)} Kinds: ${exerciseKindNames.join(", ")}.`);
  const draft = exerciseKinds[kind].draw(random(seedOf(seed, kind)));
  const kept: Slip<Answer>[] = [];
  for (const wrong of draft.mistakes) if (isAnswer(wrong.value) && !sameAnswer(wrong.value, draft.answer) && !kept.some(({ value }) => sameAnswer(value, wrong.value))) kept.push(wrong);
  return { id: `${kind}-${seed}`, kind, seed, ...draft, mistakes: kept };
}

/**
 * Exercises drawn from a seed, the kinds taking turns.
 *
 * @throws RangeError for an unknown kind, or a count or seed that is not whole.
 */
export function quiz({ seed = 1, count = 10, kinds = exerciseKindNames }: QuizOptions = {}): Exercise[] {
  if (!Number.isSafeInteger(count) || count < 1 || count > most) throw new RangeError(`quiz: count must be a whole number from 1 to ${most}. Received ${count}.`);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new RangeError(`quiz: seed must be a whole number ≥ 0. Received ${seed}.`);
  if (kinds.length === 0) throw new RangeError(`quiz: kinds must name at least one. Kinds: ${exerciseKindNames.join(", ")}.`);
  return Array.from({ length: count }, (_, i) => exercise(kinds[i % kinds.length] ?? "", seed + Math.floor(i / kinds.length)));
}

const isKindName = (kind: string): kind is ExerciseKindName => Object.hasOwn(exerciseKinds, kind);

/** A wrong answer must still look like an answer: a size or a count is not negative. */
const isAnswer = (value: Answer): boolean => (typeof value === "number" ? Number.isFinite(value) && value >= 0 : value.length > 0 && value.every((row) => row.length > 0));

/** Whether two answers are one, but for the rounding of written decimals. */
export function sameAnswer(a: Answer, b: Answer): boolean {
  if (typeof a === "number" || typeof b === "number") return typeof a === "number" && typeof b === "number" && Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a), Math.abs(b));
  return a.length === b.length && a.every((row, i) => row.length === b[i]?.length && row.every((value, j) => sameAnswer(value, b[i]?.[j] ?? NaN)));
}
