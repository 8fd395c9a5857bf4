import { interval, type Field, type Range } from "../field.ts";
import { inside } from "../geometry/border.ts";
import { make } from "../make.ts";
import type { Labelled, OperationRow } from "../operationRow.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { rounded } from "./label.ts";
import { recolour, type Plain, type PlainPixels } from "./recolour.ts";

type Pair = readonly [vertical: number, horizontal: number];

/** A Gaussian mean of the neighbourhood; beyond the border lies the mirror image. */
export interface Blurred extends Labelled {
  readonly kind: "blur";
  /** `[height, width]` of the neighbourhood in pixels, odd. */
  readonly kernelSize: Pair;
  /** Deviations in pixels, `[vertical, horizontal]`. */
  readonly sigma: Pair;
}

/** Blurred by a Gaussian. PyTorch: GaussianBlur, which takes the width before the height. */
export interface Blur extends Chance {
  readonly kind: "blur";
  readonly kernelSize: Pair;
  readonly sigma: Range;
}

const widest = 511;

const pair = (rule: string, fits: (value: number) => boolean): Field<Pair> => ({
  rule,
  parse(value) {
    const two: unknown[] = Array.isArray(value) ? value : [value, value];
    return two.length === 2 && two.every((one) => typeof one === "number" && fits(one)) ? [two[0] as number, two[1] as number] : undefined;
  },
});

const kernelSize = pair(`odd and from 1 to ${widest}: [height, width] in pixels, or one number for both`, (size) => Number.isInteger(size) && size % 2 === 1 && size >= 1 && size <= widest);
const sigma = pair("above 0: [vertical, horizontal] in pixels, or one number for both", (deviation) => deviation >= least && deviation < Infinity);

/** Below it, the neighbours' weights are 0 anyway. */
const least = 0.01;

export const blurOperation: OperationRow<Blurred> = recolour({ kernelSize, sigma }, blurring);

export const blurStep: StepRow<Blur> = {
  fields: { kernelSize: { ...kernelSize, fallback: [9, 9] }, sigma: interval({ min: least, fallback: [0.1, 2] }) },
  draw({ kernelSize, sigma: [low, high] }, random) {
    const sigma = random.uniform(low, high);
    return [{ kind: "blur", kernelSize, sigma: [sigma, sigma], label: `blur σ ${rounded(sigma)}` }];
  },
};

/** A step that blurs with a deviation uniform in `[low, high]` pixels, [0.1, 2] unless given, over a neighbourhood of 9×9 unless given. */
export const blur = (options: { readonly kernelSize?: number | Pair; readonly sigma?: number | Range; readonly p?: number } = {}): Blur => make("blur", blurStep, options);

/** Weights of a Gaussian, `[size]`, whose sum is 1. */
function gaussian(size: number, sigma: number): Float64Array {
  const weights = Float64Array.from({ length: size }, (_, i) => Math.exp(-0.5 * ((i - (size - 1) / 2) / sigma) ** 2));
  const sum = weights.reduce((total, weight) => total + weight);
  return weights.map((weight) => weight / sum);
}

/** Along the rows, then along the columns, which is the same as both at once. */
export function blurring({ shape: [height, width, channels], data }: Plain, { kernelSize: [rows, columns], sigma: [vertical, horizontal] }: Pick<Blurred, "kernelSize" | "sigma">): PlainPixels {
  const row = width * channels;
  const across = gaussian(columns, horizontal);
  const down = gaussian(rows, vertical);
  const [reachAcross, reachDown] = [(columns - 1) / 2, (rows - 1) / 2];
  const blurredAcross = new Float64Array(data.length);
  const from = Int32Array.from({ length: width + columns - 1 }, (_, i) => inside(i - reachAcross, width, "reflect") * channels);
  const padded = new Float64Array(from.length * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < from.length; x++) for (let c = 0; c < channels; c++) padded[x * channels + c] = data[y * row + (from[x] as number) + c] as number;
    for (let k = 0; k < columns; k++) {
      const weight = across[k] as number;
      for (let i = 0; i < row; i++) blurredAcross[y * row + i] = (blurredAcross[y * row + i] as number) + weight * (padded[k * channels + i] as number);
    }
  }
  // Clamped, so that what is stored is rounded.
  const result = data instanceof Float32Array ? new Float32Array(data.length) : new Uint8ClampedArray(data.length);
  const sums = new Float64Array(row);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    for (let k = 0; k < rows; k++) {
      const weight = down[k] as number;
      const start = inside(y + k - reachDown, height, "reflect") * row;
      for (let i = 0; i < row; i++) sums[i] = (sums[i] as number) + weight * (blurredAcross[start + i] as number);
    }
    result.set(sums, y * row);
  }
  return result instanceof Float32Array ? result : new Uint8Array(result.buffer);
}
