import { atLeast, finite, flag, recordOf, type FieldsOf, type OptionsOf } from "../record.ts";
import type { Random } from "../random.ts";
import { sizeOf, type Generator } from "./initializer.ts";

/** Gaussian. PyTorch `init.normal_` and `init.trunc_normal_`, Keras `RandomNormal` and `TruncatedNormal`. */
export interface RandomNormal {
  readonly kind: "randomNormal";
  readonly mean: number;
  /** The standard deviation, before truncation. */
  readonly deviation: number;
  /** Numbers beyond two deviations are drawn again, which leaves 0.8796 of the deviation. */
  readonly truncated: boolean;
}

const fields: FieldsOf<RandomNormal> = { mean: finite, deviation: atLeast(0), truncated: flag };
export const randomNormal = (options: OptionsOf<RandomNormal> = {}): RandomNormal => recordOf({ kind: "randomNormal", mean: 0, deviation: 0.05, truncated: false }, fields, options);

export const generateNormal: Generator<RandomNormal> = ({ mean, deviation, truncated }, spec, random) => {
  const next = truncated ? truncatedNormal : (from: Random): number => from.normal();
  const numbers = new Float32Array(sizeOf(spec));
  for (let i = 0; i < numbers.length; i++) numbers[i] = mean + next(random) * deviation;
  return numbers;
};

/** The deviation of a Gaussian cut at ±2: √(1 − 4 φ(2) / (2 Φ(2) − 1)). */
export const truncatedDeviation: number = 0.879_625_661_034_239_8;

/** A Gaussian number between −2 and 2. */
export function truncatedNormal(random: Random): number {
  let drawn = random.normal();
  while (Math.abs(drawn) > 2) drawn = random.normal();
  return drawn;
}
