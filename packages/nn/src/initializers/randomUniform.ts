import { finite, recordOf, type FieldsOf, type OptionsOf } from "../record.ts";
import { sizeOf, type Generator } from "./initializer.ts";

/** Uniform in [low, high). PyTorch `init.uniform_`, Keras `RandomUniform`, whose bounds are the defaults. */
export interface RandomUniform {
  readonly kind: "randomUniform";
  readonly low: number;
  readonly high: number;
}

const fields: FieldsOf<RandomUniform> = { low: finite, high: finite };

/** @throws RangeError where `low` is above `high`. */
export function randomUniform(options: OptionsOf<RandomUniform> = {}): RandomUniform {
  const initializer = recordOf<RandomUniform>({ kind: "randomUniform", low: -0.05, high: 0.05 }, fields, options);
  if (initializer.low > initializer.high) throw new RangeError(`randomUniform: low must not be above high. Received low=${initializer.low}, high=${initializer.high}.`);
  return initializer;
}

export const generateUniform: Generator<RandomUniform> = ({ low, high }, spec, random) => {
  const numbers = new Float32Array(sizeOf(spec));
  for (let i = 0; i < numbers.length; i++) numbers[i] = low + random.uniform() * (high - low);
  return numbers;
};
