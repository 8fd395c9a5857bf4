import { didYouMean, received, type Shape } from "@convscope/core";

/** Options that only some models have. */
export interface Extras {
  /** Multiplies the channels of every layer. */
  readonly width?: number;
  /** Multiplies the number of blocks. */
  readonly depth?: number;
  /** Share of the values dropped before the classifier, below 1. */
  readonly dropout?: number;
  /** Whether auxiliary classifiers stand beside the main path, as further outputs. */
  readonly auxiliary?: boolean;
  /** Whether pictures normalised as ImageNet's are first brought to −1 … 1, for weights that were trained so. */
  readonly transformInput?: boolean;
  /** How many different words may come in. */
  readonly vocabulary?: number;
}

export interface ModelOptions extends Extras {
  /** Outputs of the last layer. */
  readonly classes?: number;
  /** `[height, width, channels]` of a picture, or `[length]` of a sequence; of the first input, where there are several. */
  readonly inputShape?: Shape;
  /** One of the row's `variants`. */
  readonly variant?: string;
  /** Ends the graph in these nodes instead: feature maps for something else to use. */
  readonly features?: readonly string[];
}

/** What an option may hold; `expects` completes "must be …". */
interface Rule {
  readonly expects: string;
  readonly accepts: (value: unknown) => boolean;
}

const isNumber = (value: unknown): value is number => typeof value === "number";
/** What a graph's file can hold: so many values in a sample, and ten thousand nodes, which a net of more than so many times the blocks would exceed. */
const [mostUnits, mostTimes] = [2 ** 31, 32];

const units: Rule = { expects: `a whole number from 1 to ${mostUnits}`, accepts: (value) => isNumber(value) && Number.isInteger(value) && value >= 1 && value <= mostUnits };
const factor: Rule = { expects: `a number above 0, at most ${mostTimes}`, accepts: (value) => isNumber(value) && value > 0 && value <= mostTimes };
const flag: Rule = { expects: "true or false", accepts: (value) => typeof value === "boolean" };

/** A row for each option. What a shape, a variant or a feature may be depends on the model too: that is seen to where it is used. */
const rules: { readonly [option in keyof ModelOptions]-?: Rule } = {
  classes: units,
  inputShape: { expects: "a list of whole numbers ≥ 1", accepts: (value) => Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 1) },
  variant: { expects: "the name of a variant", accepts: (value) => typeof value === "string" },
  features: { expects: "a list of different nodes", accepts: (value) => Array.isArray(value) && value.every((name) => typeof name === "string") && new Set(value).size === value.length },
  width: factor,
  depth: factor,
  dropout: { expects: "a share of at least 0 and below 1", accepts: (value) => isNumber(value) && value >= 0 && value < 1 },
  auxiliary: flag,
  transformInput: flag,
  vocabulary: units,
};

/**
 * The options that are given a value, checked. Where they come from, e.g. a file, types may not have been.
 *
 * @throws RangeError for an option that is not among those `known`, or a value that it cannot have.
 */
export function checkedOptions(model: string, options: ModelOptions, known: readonly string[]): ModelOptions {
  const given: unknown = options;
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw new RangeError(`${model}: options must be a record { … }. Received ${received(given)}.`);
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  for (const [option, value] of entries) {
    if (!known.includes(option)) throw new RangeError(`${model}: unknown option ${option}.${didYouMean(option, known)} Options: ${known.join(", ")}.`);
    const { expects, accepts } = rules[option as keyof ModelOptions];
    if (!accepts(value)) throw new RangeError(`${model}: ${option} must be ${expects}. Received ${received(value)}.`);
  }
  return Object.fromEntries(entries);
}
