import type { Slip } from "../audit/mistake.ts";
import type { Step } from "../layer.ts";
import type { Matrix } from "./matrix.ts";
import type { Random } from "./random.ts";

/** A number, or a small matrix. */
export type Answer = number | Matrix;

/** The question in plain text, and in Markdown with formulas in `$…$`. */
export interface QuestionText {
  readonly text: string;
  readonly markdown: string;
}

/** One exercise with its answer: plain data, the same for the same kind and seed. */
export interface Exercise extends Draft {
  /** `convParameters-17`: kind and seed make it again. */
  readonly id: string;
  readonly kind: string;
  readonly seed: number;
}

/** What a kind of exercise draws. */
export interface Draft {
  readonly question: QuestionText;
  readonly answer: Answer;
  /** What the answer counts: `pixels`, `parameters`; empty for a matrix. */
  readonly unit: string;
  /** The way to the answer: the last value is the answer, or all values are, row by row. */
  readonly worked: readonly Step[];
  /** Wrong answers and the slips that lead there; each differs from the answer and from the others. */
  readonly mistakes: readonly Slip<Answer>[];
}

/** Makes an exercise of one kind out of drawn numbers. */
export interface ExerciseKind {
  readonly title: string;
  draw(random: Random): Draft;
}

/** The same sentence as text and as Markdown. */
export const plain = (text: string): QuestionText => ({ text, markdown: text });
