import { LayerError } from "../errors.ts";
import { layerOf } from "../layers/factories.ts";
import { macs, outputShape, weights, type Layer } from "../layers/table.ts";
import { formatShape, product, sameShape, type Shape } from "../shape.ts";
import { span } from "../window.ts";
import { wish } from "./request.ts";

/** Kinds of layer whose window can be searched. */
export type DesignableKind = "conv2d" | "depthwiseConv2d" | "conv2dTranspose" | "maxPooling2d" | "averagePooling2d";

export interface LayerWish {
  /** `[height, width]` or `[height, width, channels]`. */
  readonly input: Shape;
  /** `[height, width]` or `[height, width, channels]`; of a convolution without channels, one filter. */
  readonly output: Shape;
  /** What to search; a convolution, or a transposed one where the output is larger, if left out. */
  readonly kind?: DesignableKind;
  /** The largest kernel looked at; 11 if left out, and the one that needs neither padding nor stride. */
  readonly maxKernel?: number;
  readonly maxDilation?: number;
  /** How many solutions are given at most; 40 if left out. */
  readonly most?: number;
}

/** A layer that gives the wanted size, and what speaks for and against it. */
export interface LayerDesign {
  readonly layer: Layer;
  readonly outputShape: Shape;
  readonly params: number;
  /** Multiply–accumulates for one sample. */
  readonly macs: number;
  readonly reasons: readonly string[];
  readonly drawbacks: readonly string[];
}

/** What a window is made of while it is searched. */
interface Candidate {
  readonly kernelSize: number;
  readonly strides: number;
  readonly padding: number;
  readonly dilationRate: number;
  readonly outputPadding: number;
}

const kernelLimit = 64;

/**
 * The layers of one kind that map an input to an output size, the best first: all pixels seen, no rows left over, odd
 * kernels, small ones, no more padding than half the kernel.
 *
 * @throws DesignError where nothing leads there, with the reason.
 */
export function designLayer({ input, output, kind: wanted, maxKernel = 11, maxDilation = 3, most = 40 }: LayerWish): readonly LayerDesign[] {
  wish([2, 3].includes(input.length) && [2, 3].includes(output.length), `a layer's input and output must be height×width or height×width×channels. Received ${formatShape(input)} and ${formatShape(output)}.`);
  wish([...input, ...output].every((n) => Number.isSafeInteger(n) && n >= 1), `sizes must be whole numbers ≥ 1. Received ${formatShape(input)} and ${formatShape(output)}.`);
  wish(maxKernel <= kernelLimit && maxDilation <= 16, `kernels up to ${kernelLimit} and dilations up to 16 are searched. Received ${maxKernel} and ${maxDilation}.`);
  const [height = 1, width = 1, channels = 1] = input;
  const kind = wanted ?? ((output[0] ?? 1) > height || (output[1] ?? 1) > width ? "conv2dTranspose" : "conv2d");
  const filters = output[2] ?? 1;
  const from = [height, width, channels];
  const likely = candidates(kind, [height, width], output, maxKernel, maxDilation).filter((candidate) => leads(kind, candidate, height, output[0] ?? 1) && leads(kind, candidate, width, output[1] ?? 1));
  const up = kind === "conv2dTranspose";
  const ranked = likely.map((candidate) => ({ candidate, traits: traitsOf(candidate, from, up) })).sort((a, b) => compare(rankOf(a.candidate, a.traits), rankOf(b.candidate, b.traits)));
  const found: LayerDesign[] = [];
  for (const { candidate, traits } of ranked) {
    const layer = made(kind, filters, candidate);
    const shape = layer && shapeOf(layer, from);
    if (layer && shape && sameShape(shape.slice(0, output.length), output)) found.push(judged(layer, candidate, traits, from, shape));
    if (found.length >= most) break;
  }
  wish(
    found.length > 0,
    `no ${kind} with one kernel up to ${maxKernel} and dilation up to ${maxDilation} makes ${formatShape(output)} of ${formatShape(input)}. ${output.length === 3 && kind.includes("Pooling") ? "Pooling keeps the channels. " : ""}Try another kind, several layers, or sizes whose sides shrink alike.`,
  );
  return found;
}

function candidates(kind: DesignableKind, [height, width]: readonly [number, number], [toHeight = 1, toWidth = 1]: Shape, maxKernel: number, maxDilation: number): Candidate[] {
  const up = kind === "conv2dTranspose";
  const ratio = up ? Math.max(toHeight / height, toWidth / width) : Math.max(height / toHeight, width / toWidth);
  const strides = Array.from({ length: Math.min(Math.ceil(ratio) + 1, kernelLimit) }, (_, i) => i + 1);
  const exact = Math.abs(height - toHeight) + 1;
  const kernels = new Set([...Array.from({ length: maxKernel }, (_, i) => i + 1), ...(exact <= 2 ** 16 ? [exact] : [])]);
  const dilations = Array.from({ length: kind === "averagePooling2d" ? 1 : maxDilation }, (_, i) => i + 1);
  return [...kernels].flatMap((kernelSize) =>
    dilations.filter((d) => d === 1 || kernelSize > 1).flatMap((dilationRate) => {
      const most = Math.floor(span({ kernelSize, dilationRate }) / 2);
      return strides.flatMap((s) =>
        Array.from({ length: Math.min(most, kernelLimit) + 1 }, (_, padding) => padding).flatMap((padding): Candidate[] => {
          // What a transposed convolution lacks, padding at its end adds.
          const outputPadding = up ? toHeight - ((height - 1) * s - 2 * padding + span({ kernelSize, dilationRate })) : 0;
          return outputPadding >= 0 && outputPadding < s ? [{ kernelSize, strides: s, padding, dilationRate, outputPadding }] : [];
        }));
    }),
  );
}

/** A sieve, so that few layers need to be built: whether a window leads from one size to another. The layer itself has the last word. */
function leads(kind: DesignableKind, candidate: Candidate, from: number, to: number): boolean {
  const { strides: s, padding: p, outputPadding: o } = candidate;
  return to === (kind === "conv2dTranspose" ? (from - 1) * s - 2 * p + span(candidate) + o : Math.floor((from + 2 * p - span(candidate)) / s) + 1);
}

function made(kind: DesignableKind, filters: number, { outputPadding, dilationRate, ...window }: Candidate): Layer | undefined {
  const wide = kind === "conv2d" || kind === "conv2dTranspose" ? { filters } : {};
  try {
    return layerOf(kind, { ...window, ...wide, ...(kind === "averagePooling2d" ? {} : { dilationRate }), ...(kind === "conv2dTranspose" ? { outputPadding } : {}) });
  } catch (error) {
    if (error instanceof LayerError) return undefined;
    throw error;
  }
}

function shapeOf(layer: Layer, input: Shape): Shape | undefined {
  try {
    return outputShape(layer, [input]);
  } catch (error) {
    if (error instanceof LayerError) return undefined;
    throw error;
  }
}

/** What speaks for or against a window. */
interface Traits {
  readonly up: boolean;
  /** Rows of the padded input that no window reaches. */
  readonly left: number;
  readonly skipped: boolean;
  readonly tiles: boolean;
  readonly uneven: boolean;
  readonly shifts: boolean;
  readonly mostlyPadding: boolean;
}

function traitsOf(candidate: Candidate, input: Shape, up: boolean): Traits {
  const { kernelSize: k, strides: s, padding: p, dilationRate: d } = candidate;
  const reach = span(candidate);
  const tiles = k === s && p === 0 && d === 1;
  return {
    up, tiles,
    left: up ? 0 : Math.max(...[0, 1].map((axis) => ((input[axis] ?? 0) + 2 * p - reach) % s)),
    skipped: !up && (k < s || (d > 1 && s > 1 && d % s === 0)),
    uneven: up && k % s !== 0,
    shifts: k % 2 === 0 && !tiles && !up,
    mostlyPadding: p * 2 > reach - 1,
  };
}

const rankOf = ({ kernelSize, strides, padding, dilationRate, outputPadding }: Candidate, { left, skipped, uneven, shifts, mostlyPadding }: Traits): readonly number[] =>
  [Number(skipped), dilationRate - 1, Number(uneven), Number(left > 0), Number(mostlyPadding), Number(shifts), outputPadding, kernelSize, padding, strides];

function judged(layer: Layer, candidate: Candidate, traits: Traits, input: Shape, shape: Shape): LayerDesign {
  const { kernelSize: k, strides: s, padding: p, dilationRate: d, outputPadding: o } = candidate;
  const { up, left, skipped, tiles, uneven, shifts, mostlyPadding } = traits;
  const params = Object.values(weights(layer, [input])).reduce((sum, { shape: sizes, trainable }) => sum + (trainable ? product(sizes) : 0), 0);
  const says = (condition: boolean, text: string): string[] => (condition ? [text] : []);
  return {
    layer, outputShape: shape, params, macs: macs(layer, [input]),
    reasons: [
      ...says(k % 2 === 1 && k > 1, "an odd kernel has a middle, so that its output lies over a pixel"),
      ...says(tiles && k > 1, "the windows lie side by side: every pixel is seen once"),
      ...says(left === 0 && s > 1 && !up, "the windows fit without rows left over"),
      ...says(s === 1 && p > 0 && span(candidate) === 2 * p + 1, "half of the kernel as padding keeps the size"),
      ...says(p === 0 && s === 1 && k > 1, "no padding: every output sees real pixels only"),
      ...says(up && !uneven && k > 1, "the stride divides the kernel: every output gets as many products"),
      ...says(k === 3 && d === 1, "3×3 is the smallest kernel that sees all directions"),
      ...says(k === 1 && s === 1, "1×1 mixes channels alone, the cheapest kernel there is"),
    ],
    drawbacks: [
      ...says(skipped, `${k}×${k} with stride ${s} never looks at some pixels`),
      ...says(left > 0, `${left} row${left === 1 ? "" : "s"} of the padded input ${left === 1 ? "is" : "are"} left over at the end`),
      ...says(shifts, "an even kernel has no middle: the map shifts by half a pixel"),
      ...says(mostlyPadding, "some windows at the edge see little but padding"),
      ...says(d > 1, `dilation ${d} leaves holes between the weights`),
      ...says(uneven, `stride ${s} does not divide the kernel: outputs get unequal numbers of products, a checkerboard`),
      ...says(o > 0, `${o} row${o === 1 ? "" : "s"} of output padding see${o === 1 ? "s" : ""} less than the others`),
      ...says(k > 7 && s === 1, `${k}×${k} is large: smaller kernels one after the other need fewer weights`),
    ],
  };
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [i, x] of a.entries()) if (x !== b[i]) return x - (b[i] ?? 0);
  return 0;
}
