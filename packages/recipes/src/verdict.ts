import type { Expectation } from "./recipe.ts";

/** An expectation beside what came out. */
export interface Verdict extends Expectation {
  readonly value: number;
  readonly met: boolean;
}

/** Whether what came out is what was expected. A measure that is missing, or no number, meets nothing. */
export const verdicts = (expected: readonly Expectation[], measures: { readonly [name: string]: number }): readonly Verdict[] =>
  expected.map((expectation) => {
    const { measure, atLeast = -Infinity, atMost = Infinity } = expectation;
    const value = measures[measure] ?? NaN;
    return { ...expectation, value, met: value >= atLeast && value <= atMost };
  });
