/** `[height, width, channels]`, `[length, channels]`, or `[units]`. The batch axis is never stored. */
export type Shape = readonly number[];

/** Sequences of whole numbers below `vocabulary`, e.g. word indices; one sample is `[length]`. */
export interface SequenceSpec {
  readonly kind: "sequence";
  readonly length: number;
  readonly vocabulary: number;
}

/** What a graph takes at one of its inputs: numbers of a shape, or a sequence of tokens. */
export type InputSpec = Shape | SequenceSpec;

/** A token input for `embedding`: `length` tokens, each a whole number below `vocabulary`. */
export const sequence = (length: number, vocabulary: number): SequenceSpec => ({ kind: "sequence", length, vocabulary });

export const isSequence = (input: InputSpec): input is SequenceSpec => "kind" in input;

/** The shape of one sample at an input. */
export const inputShape = (input: InputSpec): Shape => (isSequence(input) ? [input.length] : input);


export const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);

/** What one sample may be at most, in code as in a file. */
export const largest: { readonly axes: number; readonly values: number } = { axes: 8, values: 2 ** 31 };

/** The rule that a sample breaks by its size; nothing where it breaks none. */
export const tooLarge = (shape: Shape): string | undefined =>
  shape.length > largest.axes || product(shape) > largest.values ? `one sample must have at most ${largest.axes} axes and ${largest.values} values. Received ${formatShape(shape)}.` : undefined;

/** `[7, 7, 510]` as people write it: `7×7×510`. */
export const formatShape = (shape: Shape): string => (shape.length === 0 ? "scalar" : shape.join("×"));

export const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((n, axis) => n === b[axis]);
