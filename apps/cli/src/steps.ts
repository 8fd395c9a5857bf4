import { formula, substitution, type Step } from "@convscope/core";

/** A line of working as a JSON document holds it: in symbols, in numbers, and what it comes to. */
export interface StepJson {
  readonly of: string;
  readonly formula: string;
  readonly substitution: string;
  readonly latex: string;
  readonly value: number;
  readonly source: string;
}

export const stepJson = ({ of, expression, value, source }: Step): StepJson => ({ of, formula: formula(expression), substitution: substitution(expression), latex: formula(expression, "latex"), value, source });
