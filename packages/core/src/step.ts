import { evaluate, type Expression } from "./expression.ts";
import type { Step } from "./layer.ts";

/** A line of working: what the number is of, how it comes about, and where that is written. */
export const step = (of: string, expression: Expression, source: string): Step => ({ of, expression, value: evaluate(expression), source });
