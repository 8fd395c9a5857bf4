import { check } from "../errors.ts";
import { quantity, times } from "../expression.ts";
import { allowed, flag, known, listOf, whole, type Field } from "../field.ts";
import type { Rules, WeightSpecs } from "../layer.ts";
import { formatShape } from "../shape.ts";
import { step } from "../step.ts";
import { global, shapeOf } from "../window.ts";

/**
 * Euclidean radial basis functions: each unit is the squared distance from the input to the unit's code, so that the smallest
 * output is the answer. The output of LeNet-5. No ONNX, PyTorch or Keras layer.
 *
 * input `[n]` · weight `[n, units]`, one code per column · output `[units]`, `y_i = Σ_j (x_j − w_ji)²`
 */
export interface Rbf {
  readonly kind: "rbf";
  readonly units: number;
  /** One code of n signs per unit, `+` for 1 and `-` for −1; empty where the codes are learned. */
  readonly codes: readonly string[];
  readonly trainable: boolean;
}

export interface RbfOptions {
  /** One code of n signs per unit, e.g. `["++-", "-+-"]`: what the unit starts with, or keeps. */
  readonly codes?: readonly string[];
  /** Whether the codes are learned; by default only if none are given. */
  readonly trainable?: boolean;
}

/**
 * Distances to `units` codes: `rbf(10, { codes: digitCodes })` compares with ten fixed pictures of digits, `rbf(10)` learns them.
 *
 * @throws LayerError when an option is unknown, fixed codes are missing, or codes are not one for each unit and equally long.
 */
export function rbf(units: number, options: RbfOptions = {}): Rbf {
  known("rbf", options, "codes", "trainable");
  const { codes = [], trainable = codes.length === 0 } = options;
  return allowed(rbfRules, { kind: "rbf", units, codes, trainable });
}

const code: Field<string> = { expects: 'text of "+" and "-"', accepts: (value): value is string => typeof value === "string" && /^[+-]+$/.test(value) };

/** The codes as an array `[n, units]` in memory order. */
function signs({ codes }: Rbf): number[] {
  return Array.from(codes[0] ?? "", (_, j) => codes.map((signs) => (signs[j] === "+" ? 1 : -1))).flat();
}

export const rbfRules: Rules<Rbf> = {
  doc: {
    summary: "Measures how far the input is from each of some codes.",
    onnx: "none", pytorch: "none", keras: "none",
    source: "LeCun, Bottou, Bengio & Haffner 1998, equation 7, doi:10.1109/5.726791",
  },
  arity: 1,
  work: "other",
  fields: { units: whole(1), codes: listOf(code), trainable: flag },

  refuse({ units, codes, trainable }) {
    check(trainable || codes.length > 0, "rbf", "units that do not learn must have codes. Received trainable=false and no codes. Give codes, or trainable: true.");
    check(codes.length === 0 || codes.length === units, "rbf", `there must be one code for each unit. Received ${codes.length} codes, units=${units}.`);
    const lengths = [...new Set(codes.map((signs) => signs.length))];
    check(lengths.length <= 1, "rbf", `codes must be equally long. Received lengths ${lengths.join(", ")}.`);
  },

  outputShape({ units, codes: [first] }, inputs) {
    const [n = 0, ...more] = shapeOf(inputs);
    check(more.length === 0, "rbf", `input must be one row of values. Received ${formatShape(shapeOf(inputs))}. A flatten layer can make one.`);
    check(first === undefined || first.length === n, "rbf", `codes must be as long as the input. Received codes of ${first?.length ?? 0}, input ${n}. A dense layer of ${first?.length ?? 0} units before it fits.`);
    return [units];
  },

  weights(layer, inputs): WeightSpecs {
    const [n = 0] = shapeOf(inputs);
    return {
      weight: {
        shape: [n, layer.units],
        trainable: layer.trainable,
        role: layer.trainable ? "kernel" : "constant",
        fans: [n, layer.units],
        ...(layer.codes.length > 0 && { initial: signs(layer) }),
      },
    };
  },

  /** A difference, squared and added, counts as one. */
  macs: ({ units }, inputs) => (shapeOf(inputs)[0] ?? 0) * units,
  windows: global,

  derive({ units, trainable }, inputs) {
    const size = times(quantity("n", shapeOf(inputs)[0] ?? 0), quantity("u", units));
    return [step(trainable ? "parameters" : "kept numbers", size, "a code of n values per unit"), step("macs", size, "one squared difference per value of each code")];
  },
};
