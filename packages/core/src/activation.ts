/** A formula as people read it and as KaTeX does. */
export interface Formula {
  readonly text: string;
  readonly latex: string;
}

/** The values that a function takes; `includes` says whether it reaches each end. */
export interface Interval {
  readonly from: number;
  readonly to: number;
  readonly includes: readonly [from: boolean, to: boolean];
}

/** The facts about an activation that acts on each value alone. */
export interface PointwiseActivation {
  readonly acts: "pointwise";
  readonly formula: Formula;
  readonly derivative: Formula;
  f(x: number): number;
  /** The derivative; at a kink, the value that training uses. */
  slope(x: number): number;
  readonly range: Interval;
  /** Whether it never falls: strictly rising, rising or level, or neither. */
  readonly monotonic: "strictly" | "weakly" | "no";
  /** Where it has no derivative: a corner or a jump. */
  readonly kinks: readonly number[];
}

/** The facts about an activation that acts on a row of values together. */
export interface RowActivation {
  readonly acts: "row";
  readonly formula: Formula;
  readonly derivative: Formula;
  f(row: readonly number[]): number[];
  /** Row i, column j: the derivative of value i by input j. */
  jacobian(row: readonly number[]): number[][];
  /** Of each value, in a row of two or more. */
  readonly range: Interval;
  /** In its own input, the others held. */
  readonly monotonic: "strictly" | "weakly" | "no";
}

export type Activation = PointwiseActivation | RowActivation;

/** `open(0, 1)` is (0, 1). */
export const open = (from: number, to: number): Interval => ({ from, to, includes: [false, false] });
/** `closed(0, 1)` is [0, 1]. */
export const closed = (from: number, to: number): Interval => ({ from, to, includes: [true, true] });
/** `least(0)` is [0, ∞). */
export const least = (from: number): Interval => ({ from, to: Infinity, includes: [true, false] });
export const everything: Interval = open(-Infinity, Infinity);

/** An interval as it is written: `[−0.278, ∞)`. */
export function formatInterval({ from, to, includes }: Interval, digits: number = 3): string {
  const end = (x: number): string => (Number.isFinite(x) ? String(Number(x.toFixed(digits))) : x < 0 ? "-∞" : "∞").replace("-", "−");
  return `${includes[0] ? "[" : "("}${end(from)}, ${end(to)}${includes[1] ? "]" : ")"}`;
}
