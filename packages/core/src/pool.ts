import { check } from "./errors.ts";
import { flag, known, whole, type Fields } from "./field.ts";
import type { LayerDoc, LayerRecord, Rules } from "./layer.ts";
import { formatShape, type Shape } from "./shape.ts";
import { along, axisName, maps, padding1d, padding2d, paddingField1d, paddingField2d, pads, pair, pairField, places, slideStep, slidingWindow, span, steps, type Padding1d, type Padding2d, type PaddingOption1d, type PaddingOption2d, type Pair, type Slide } from "./window.ts";

/** How a two-dimensional pooling window slides. Max pooling alone has a `dilationRate`. */
export interface Pool2d {
  readonly kernelSize: Pair;
  readonly strides: Pair;
  readonly padding: Padding2d;
  readonly ceilMode: boolean;
  readonly dilationRate?: Pair;
}

/** How a one-dimensional pooling window slides. */
export interface Pool1d {
  readonly kernelSize: number;
  readonly strides: number;
  readonly padding: Padding1d;
  readonly ceilMode: boolean;
  readonly dilationRate?: number;
}

export interface Pool2dOptions {
  /** The kernel size if left out, so that windows lie side by side. */
  readonly strides?: number | Pair;
  readonly padding?: PaddingOption2d;
  /** Whether a last window may hang over the end, as PyTorch's `ceil_mode`. */
  readonly ceilMode?: boolean;
}

export interface Pool1dOptions {
  /** The kernel size if left out, so that windows lie side by side. */
  readonly strides?: number;
  readonly padding?: PaddingOption1d;
  /** Whether a last window may hang over the end, as PyTorch's `ceil_mode`. */
  readonly ceilMode?: boolean;
}

export const pool2dFields: Fields<LayerRecord & Omit<Pool2d, "dilationRate">> = {
  kernelSize: pairField(1), strides: pairField(1), padding: paddingField2d, ceilMode: flag,
};
export const pool1dFields: Fields<LayerRecord & Omit<Pool1d, "dilationRate">> = {
  kernelSize: whole(1), strides: whole(1), padding: paddingField1d, ceilMode: flag,
};

/** The options of a two-dimensional pooling layer, resolved; `further` are the names of its own options. */
export function pool2d(kind: string, kernelSize: number | Pair, options: Pool2dOptions, ...further: readonly string[]): Omit<Pool2d, "dilationRate"> {
  known(kind, options, "strides", "padding", "ceilMode", ...further);
  return { kernelSize: pair(kernelSize), strides: pair(options.strides ?? kernelSize), padding: padding2d(options.padding ?? "valid"), ceilMode: options.ceilMode ?? false };
}

/** The options of a one-dimensional pooling layer, resolved. */
export function pool1d(kind: string, kernelSize: number, options: Pool1dOptions, ...further: readonly string[]): Omit<Pool1d, "dilationRate"> {
  known(kind, options, "strides", "padding", "ceilMode", ...further);
  return { kernelSize, strides: options.strides ?? kernelSize, padding: padding1d(options.padding ?? "valid"), ceilMode: options.ceilMode ?? false };
}

/** Refuses padding of more than half the kernel, and two ways to round. */
export function refusePool({ kind, kernelSize, padding, ceilMode }: LayerRecord & (Pool1d | Pool2d)): void {
  if (padding === "same") {
    check(!ceilMode, kind, `padding "same" already covers the whole input. Received ceilMode: true as well. Leave out one of the two.`);
    return;
  }
  const kernel = [kernelSize].flat();
  const most = kernel.map((k) => Math.floor(k / 2));
  const fits = padding.flat().every((p, i) => p <= (most[Math.floor(i / 2)] ?? 0));
  check(fits, kind, `padding must be at most half of the kernel, or a window could see nothing else. Received padding ${JSON.stringify(padding)}, kernelSize=${formatShape(kernel)}. Use at most ${formatShape(most)}${kernel.length === 2 ? ", or zeroPadding2d before it" : ""}.`);
}

/** A pooling window along one axis of an input: everything a loop over it must know. */
export interface PoolAxis {
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  /** Positions of the input. */
  readonly length: number;
  /** Places of the window. */
  readonly count: number;
  /** Padding before the input. */
  readonly before: number;
  /** Padding after it, as asked; a window in ceil mode may hang over further. */
  readonly after: number;
  /** Padding after it that covers every window; negative where the last inputs are not used. */
  readonly covering: number;
}

const slidesOf = (layer: Pool2d): [Slide, Slide] => {
  const sliding = { dilationRate: [1, 1] as const, ...layer };
  return [along(sliding, 0), along(sliding, 1)];
};
const slideOf = (layer: Pool1d): Slide => ({ dilationRate: 1, ...layer });

function poolAxis(slide: Slide, length: number): PoolAxis {
  const count = slideStep("", slide, length).value;
  const [before, after] = pads(slide, length);
  const { kernelSize: size, strides: stride, dilationRate: dilation } = slide;
  return { size, stride, dilation, length, count, before, after, covering: (count - 1) * stride + span(slide) - length - before };
}

/** The windows of a two-dimensional pooling layer along the height and the width of an input. */
export const poolAxes2d = (layer: Pool2d, height: number, width: number): readonly [PoolAxis, PoolAxis] => {
  const [h, w] = slidesOf(layer);
  return [poolAxis(h, height), poolAxis(w, width)];
};

/** The windows of a one-dimensional pooling layer along an input. */
export const poolAxis1d = (layer: Pool1d, length: number): PoolAxis => poolAxis(slideOf(layer), length);

/** How many cells of each window of an average count: those within the input or, with `includePad`, within the padding asked for. */
export function windowCells({ size, stride, length, count, before, after }: PoolAxis, includePad: boolean): number[] {
  const [first, end] = includePad ? [-before, length + after] : [0, length];
  return Array.from({ length: count }, (_, i) => {
    const start = i * stride - before;
    return Math.min(start + size, end) - Math.max(start, first);
  });
}

/** Where the windows stand; refuses a kernel that does not fit, or a dilated one that somewhere meets only padding. */
function placed(kind: string, slides: readonly Slide[], lengths: Shape): number[] {
  const counts = places(kind, slides, lengths);
  slides.forEach((slide, i) => {
    const { dilation, before, length, count, stride, size } = poolAxis(slide, lengths[i] ?? 0);
    if (dilation === 1) return;
    for (let place = 0; place < count; place++) {
      const start = place * stride - before;
      // The first tap that is not before the input.
      const first = start >= 0 ? start : start + Math.ceil(-start / dilation) * dilation;
      check(first < length && first <= start + (size - 1) * dilation, kind, `every window must meet the input. Received a window along ${axisName(i, slides.length)} that starts at ${start} and sees only padding, dilationRate=${dilation}, input ${length}. Use less padding or less dilation.`);
    }
  });
  return counts;
}

type Shared = "doc" | "work" | "arity" | "refuse" | "outputShape" | "weights" | "macs" | "windows" | "derive";

/** The rules that all two-dimensional pooling layers share: `[H, W, C]` to `[H', W', C]`, no weights, no products. */
export function pool2dRules<L extends LayerRecord & Pool2d>(kind: L["kind"], doc: LayerDoc): Pick<Rules<L>, Shared> {
  return {
    doc,
    arity: 1,
    work: "other",
    refuse: refusePool,
    outputShape(layer, inputs) {
      const [height, width, channels] = maps(kind, inputs);
      return [...placed(kind, slidesOf(layer), [height, width]), channels];
    },
    weights: () => ({}),
    macs: () => 0,
    windows(layer, inputs) {
      const [height, width] = maps(kind, inputs);
      return [slidingWindow(slidesOf(layer), [height, width])];
    },
    derive(layer, inputs) {
      const [height, width] = maps(kind, inputs);
      const [h, w] = slidesOf(layer);
      return [slideStep("height", h, height), slideStep("width", w, width)];
    },
  };
}

/** The rules that all one-dimensional pooling layers share: `[L, C]` to `[L', C]`, no weights, no products. */
export function pool1dRules<L extends LayerRecord & Pool1d>(kind: L["kind"], doc: LayerDoc): Pick<Rules<L>, Shared> {
  return {
    doc,
    arity: 1,
    work: "other",
    refuse: refusePool,
    outputShape(layer, inputs) {
      const [length, channels] = steps(kind, inputs);
      return [...placed(kind, [slideOf(layer)], [length]), channels];
    },
    weights: () => ({}),
    macs: () => 0,
    windows: (layer, inputs) => [slidingWindow([slideOf(layer)], [steps(kind, inputs)[0]])],
    derive: (layer, inputs) => [slideStep("length", slideOf(layer), steps(kind, inputs)[0])],
  };
}
