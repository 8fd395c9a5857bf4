import { minus, plus, quantity, times, type Expression } from "./expression.ts";
import { check } from "./errors.ts";
import type { AxisWindow, Step } from "./layer.ts";
import type { Shape } from "./shape.ts";
import { step } from "./step.ts";
import { axisName, span, type Edges, type Padding2d, type Pair } from "./window.ts";

/** A transposed window along one axis: each input is spread over `span` outputs, `strides` apart, and `padding` is cut off. */
export interface Unslide {
  readonly kernelSize: number;
  readonly strides: number;
  readonly dilationRate: number;
  readonly padding: "same" | Edges;
  readonly outputPadding: number;
}

/** How a two-dimensional transposed layer spreads. */
export interface Unsliding2d {
  readonly kernelSize: Pair;
  readonly strides: Pair;
  readonly padding: Padding2d;
  readonly outputPadding: Pair;
  readonly dilationRate: Pair;
}

/** The part of a two-dimensional transposed window along `axis`: 0 is height, 1 is width. */
export const unslideAlong = ({ kernelSize, strides, padding, outputPadding, dilationRate }: Unsliding2d, axis: 0 | 1): Unslide => ({
  kernelSize: kernelSize[axis],
  strides: strides[axis],
  dilationRate: dilationRate[axis],
  padding: padding === "same" ? padding : padding[axis],
  outputPadding: outputPadding[axis],
});

/** Outputs cut off before and after the full spread. `"same"` is the transpose of TensorFlow's: the odd one after. */
export function crops(unslide: Unslide): Edges {
  if (unslide.padding !== "same") return unslide.padding;
  const total = Math.max(span(unslide) - unslide.strides, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

/** How many outputs a transposed window makes of an axis of `length`, with its working: the input size of the convolution that it transposes. */
export function unslideStep(of: string, unslide: Unslide, length: number): Step {
  const n = quantity("n", length);
  const s = quantity("s", unslide.strides);
  if (unslide.padding === "same") return step(of, times(n, s), 'TensorFlow, padding "same"');
  const [before, after] = unslide.padding;
  const padded = before === after ? [times(2, quantity("p", before))] : [quantity("p_before", before), quantity("p_after", after)];
  const k = quantity("k", unslide.kernelSize);
  const spread: readonly Expression[] = unslide.dilationRate === 1 ? [k] : [times(quantity("d", unslide.dilationRate), minus(k, 1)), quantity("1", 1)];
  const added = unslide.outputPadding > 0 ? [quantity("o", unslide.outputPadding)] : [];
  return step(of, plus(minus(times(minus(n, 1), s), ...padded), ...spread, ...added), "arXiv:1603.07285, relationship 14");
}

/** The sizes a transposed window makes of `[height, width]` or `[length]`; refuses one that cuts everything off. */
export function spreads(kind: string, unslides: readonly Unslide[], lengths: Shape): number[] {
  return unslides.map((unslide, axis) => {
    const length = lengths[axis] ?? NaN;
    const value = unslideStep("", unslide, length).value;
    const full = (length - 1) * unslide.strides + span(unslide) + unslide.outputPadding;
    check(
      value >= 1,
      kind,
      `padding must leave an output. Received ${length} along ${axisName(axis, unslides.length)}, which spreads to ${full}, and padding ${crops(unslide).join(" + ")}. ` +
        `Use at most ${full - 1} in all, or padding: "same".`,
    );
    return value;
  });
}

/** What a transposed layer's options must keep, whatever its input. */
export function checkUnslide(kind: string, unslides: readonly Unslide[]): void {
  unslides.forEach(({ padding, outputPadding, strides, dilationRate }, axis) => {
    const most = Math.max(strides, dilationRate) - 1;
    const name = axisName(axis, unslides.length);
    check(padding !== "same" || outputPadding === 0, kind, `padding "same" fixes the output to length × strides. Received outputPadding=${outputPadding} along ${name}. Leave outputPadding out, or give padding as numbers.`);
    check(outputPadding <= most, kind, `outputPadding must be below strides or dilationRate. Received outputPadding=${outputPadding}, strides=${strides}, dilationRate=${dilationRate} along ${name}. Use at most ${most}.`);
  });
}

/**
 * The window of a transposed layer, in whole inputs: output i is made of at most `⌈span / s⌉` inputs, of which
 * `⌊(i + p) / s⌋` is the last. Where the stride does not divide the span, some outputs see one fewer.
 */
export const unslidingWindow = (unslides: readonly Unslide[]): AxisWindow[] =>
  unslides.map((unslide) => spreadWindow(span(unslide), unslide.strides, crops(unslide)[0]));

/** The window of what undoes a window of `span` inputs, `stride` apart and with padding `before`. */
export function spreadWindow(span: number, stride: number, before: number): AxisWindow {
  const size = Math.ceil(span / stride);
  return { size, stride: 1 / stride, start: before / stride - size + 1, middle: (before - (span - 1) / 2) / stride, first: (before - span + 1) / stride };
}
