import { ceil, floor, minus, over, plus, quantity, times, type Expression } from "./expression.ts";
import { check } from "./errors.ts";
import { either, oneOf, pairOf, whole, type Field } from "./field.ts";
import type { AxisWindow, Step, Window } from "./layer.ts";
import type { Shape } from "./shape.ts";
import { step } from "./step.ts";

export type Pair = readonly [height: number, width: number];
/** Zeros put before and after along one axis. */
export type Edges = readonly [before: number, after: number];
/** Padding of a two-dimensional window as it is kept: `"same"` depends on the input, everything else is resolved. */
export type Padding2d = "same" | readonly [height: Edges, width: Edges];
export type Padding1d = "same" | Edges;
/** Padding as it may be written: `"valid"` is none, a number is all four sides, `[ph, pw]` both sides of each axis. */
export type PaddingOption2d = "valid" | "same" | number | Pair | readonly [height: Edges, width: Edges];
export type PaddingOption1d = "valid" | "same" | number | Edges;

export const pair = (x: number | Pair): Pair => (typeof x === "number" ? [x, x] : x);

const edges = (x: number | Edges): Edges => (typeof x === "number" ? [x, x] : x);
export const padding1d = (x: PaddingOption1d): Padding1d => (x === "same" ? x : x === "valid" ? [0, 0] : edges(x));
export const padding2d = (x: PaddingOption2d): Padding2d => {
  if (x === "valid") return [[0, 0], [0, 0]];
  if (typeof x === "number") return [[x, x], [x, x]];
  // What is neither word nor list goes on as it is: the field refuses it and shows it as it was written.
  return Array.isArray(x) ? [edges(x[0]), edges(x[1])] : (x as "same");
};

export const pairField = (least: number): Field<Pair> => pairOf(whole(least)) as Field<Pair>;
export const paddingField1d: Field<Padding1d> = {
  ...(either(oneOf("same"), pairOf(whole(0))) as Field<Padding1d>),
  expects: '"valid", "same", a whole number ≥ 0 or [before, after]',
};
export const paddingField2d: Field<Padding2d> = {
  ...(either(oneOf("same"), pairOf(pairOf(whole(0)))) as Field<Padding2d>),
  expects: '"valid", "same", a whole number ≥ 0, [height, width] or [[top, bottom], [left, right]]',
};

/** A window along one axis. */
export interface Slide {
  readonly kernelSize: number;
  readonly strides: number;
  readonly dilationRate: number;
  readonly padding: "same" | Edges;
  /** Whether a last window may hang over the end (PyTorch's `ceil_mode`). */
  readonly ceilMode?: boolean;
}

/** How a two-dimensional layer slides; pooling has no dilation by default. */
export interface Sliding2d {
  readonly kernelSize: Pair;
  readonly strides: Pair;
  readonly padding: Padding2d;
  readonly dilationRate: Pair;
  readonly ceilMode?: boolean;
}

/** The part of a two-dimensional window that slides along `axis`: 0 is height, 1 is width. */
export const along = ({ kernelSize, strides, padding, dilationRate, ceilMode = false }: Sliding2d, axis: 0 | 1): Slide => ({
  kernelSize: kernelSize[axis],
  strides: strides[axis],
  dilationRate: dilationRate[axis],
  padding: padding === "same" ? padding : padding[axis],
  ceilMode,
});

/** Input positions that a dilated kernel spans. */
export const span = ({ kernelSize, dilationRate }: Pick<Slide, "kernelSize" | "dilationRate">): number => dilationRate * (kernelSize - 1) + 1;

/** Zeros added before and after an axis of `length`; `"same"` puts the odd one after, as TensorFlow does. */
export function pads(slide: Slide, length: number): Edges {
  if (slide.padding !== "same") return slide.padding;
  const total = Math.max((Math.ceil(length / slide.strides) - 1) * slide.strides + span(slide) - length, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

/**
 * How many places a window has along an axis of `length`, with its working. Dumoulin & Visin 2016, arXiv:1603.07285,
 * relationships 6 (no dilation) and 15; `"same"` and ceil mode as TensorFlow and PyTorch document them.
 *
 * Fewer than one place is not refused here: `places` does that and names the layer.
 */
export function slideStep(of: string, slide: Slide, length: number): Step {
  const source = slide.padding === "same" ? 'TensorFlow, padding "same"' : slide.ceilMode ? "PyTorch, ceil_mode" : `arXiv:1603.07285, relationship ${slide.dilationRate === 1 ? 6 : 15}`;
  return step(of, slideExpression(slide, length), source);
}

function slideExpression(slide: Slide, length: number): Expression {
  const n = quantity("n", length);
  const s = quantity("s", slide.strides);
  if (slide.padding === "same") return ceil(over(n, s));
  const [before, after] = slide.padding;
  const padded = before === after ? [times(2, quantity("p", before))] : [quantity("p_before", before), quantity("p_after", after)];
  const k = quantity("k", slide.kernelSize);
  const free =
    slide.dilationRate === 1
      ? minus(plus(n, ...padded), k)
      : minus(plus(n, ...padded), times(quantity("d", slide.dilationRate), minus(k, 1)), 1);
  if (!slide.ceilMode) return plus(floor(over(free, s)), 1);
  // A last window that would start inside the padding after is dropped: its number is at most the starts below n + p.
  const count = plus(ceil(over(free, s)), 1);
  const last = Math.ceil((length + before + after - span(slide)) / slide.strides);
  return last > 0 && last * slide.strides >= length + before ? minus(count, 1) : count;
}

/** The sizes a window makes of `[height, width]` or `[length]`; refuses a window that does not fit. */
export function places(kind: string, slides: readonly Slide[], lengths: Shape): number[] {
  return slides.map((slide, axis) => {
    const length = lengths[axis] ?? NaN;
    const value = slideStep("", slide, length).value;
    const [before, after] = pads(slide, length);
    check(
      value >= 1,
      kind,
      `the kernel must fit the padded input. Received ${length} + ${before + after} padding along ${axisName(axis, slides.length)}, ` +
        `kernelSize=${slide.kernelSize}${slide.dilationRate > 1 ? `, dilationRate=${slide.dilationRate} (spans ${span(slide)})` : ""}. ` +
        `Use kernelSize ≤ ${Math.max(1, Math.floor((length + before + after - 1) / slide.dilationRate) + 1)}, or padding: "same".`,
    );
    return value;
  });
}

export const axisName = (axis: number, axes: number): string => (axes === 1 ? "length" : axis === 0 ? "height" : "width");

/** The window of a sliding layer for the receptive field. */
export const slidingWindow = (slides: readonly Slide[], lengths: Shape): AxisWindow[] =>
  slides.map((slide, axis) => ({ size: span(slide), stride: slide.strides, start: 0 - pads(slide, lengths[axis] ?? NaN)[0] }));

/** `[height, width, channels]` of a layer's input `index`. */
export function maps(kind: string, inputs: readonly Shape[], index = 0): [height: number, width: number, channels: number] {
  const shape = inputs[index] ?? [];
  const [height = 0, width = 0, channels = 0] = shape;
  check(shape.length === 3, kind, `input must be [height, width, channels]. Received ${shape.length === 1 ? `a vector of ${shape[0]}` : `[${shape.join(", ")}]`}. A reshape layer can make one.`);
  return [height, width, channels];
}

/** `[length, channels]` of a layer's input `index`. */
export function steps(kind: string, inputs: readonly Shape[], index = 0): [length: number, channels: number] {
  const shape = inputs[index] ?? [];
  const [length = 0, channels = 0] = shape;
  check(shape.length === 2, kind, `input must be [length, channels]. Received [${shape.join(", ")}]. A reshape or embedding layer can make one.`);
  return [length, channels];
}

/** The shape of input `index`, which `graph` has made sure is there. */
export const shapeOf = (inputs: readonly Shape[], index = 0): Shape => inputs[index] ?? [];

/** The last axis of an input: channels of maps and sequences, units of a vector. */
export const channelsOf = (inputs: readonly Shape[], index = 0): number => inputs[index]?.at(-1) ?? 0;

/** Windows of a layer whose outputs look only at their own place. */
export const pointwise = (_: unknown, inputs: readonly Shape[]): Window[] => inputs.map(() => "pointwise");
/** Windows of a layer whose outputs look at everything. */
export const global = (_: unknown, inputs: readonly Shape[]): Window[] => inputs.map(() => "global");
