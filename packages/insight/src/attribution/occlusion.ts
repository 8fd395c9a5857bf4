import { product } from "@convscope/core";
import { breather, known, whole, type NdArray, type Network } from "@convscope/nn";
import { ask, scoresOf, type TargetOptions } from "../target.ts";
import { explained, type Attribution } from "./gradient.ts";

export interface OcclusionOptions extends TargetOptions {
  /** Side of the square that hides a part, pixels; about a fifth of the picture's shorter side unless given. */
  readonly size?: number;
  /** How far it moves each time, pixels; half its side unless given. */
  readonly stride?: number;
  /** What hides it: a value for each channel, or one for all; 0 unless given. */
  readonly fill?: number | readonly number[];
  /** Hidden pictures computed at once; 32 unless given. */
  readonly batchSize?: number;
  readonly signal?: AbortSignal;
}

/**
 * How much the score falls when a square hides a part of the picture, `[N, H, W]`: each pixel has the mean over the squares that hide it.
 * Below 0 the class becomes more likely without it. arXiv:1311.2901, section 4.2. Squares reach over the edges, so that each pixel is hidden.
 */
export async function occlusion(network: Network, x: NdArray, options: OcclusionOptions = {}): Promise<Attribution> {
  known("occlusion", options, "target", "output", "size", "stride", "fill", "batchSize", "signal");
  const [samples = 0, height = 0, width = 0, channels = 1] = x.shape;
  const { size = Math.max(1, Math.round(Math.min(height, width) / 5)), stride = Math.max(1, Math.floor(size / 2)), fill = 0, batchSize = 32, signal } = options;
  for (const [name, value] of Object.entries({ size, stride, batchSize })) whole("occlusion", name, value, 1);
  if (stride > size) throw new RangeError(`occlusion: stride must not exceed size, or some pixels are never hidden. Received stride ${stride}, size ${size}.`);
  const question = await ask(network, x, options);
  const starts = (length: number): number[] => Array.from({ length: Math.ceil((length - 1) / stride) + 1 }, (_, k) => k * stride - Math.floor(size / 2));
  const squares = starts(height).flatMap((top) => starts(width).map((left) => ({ top, left }))).filter(({ top, left }) => top + size > 0 && left + size > 0 && top < height && left < width);
  const sums = new Float64Array(samples * height * width);
  const counts = new Uint32Array(height * width);
  const pixels = (square: { readonly top: number; readonly left: number }, each: (place: number) => void): void => {
    for (let y = Math.max(0, square.top); y < Math.min(height, square.top + size); y++) for (let at = Math.max(0, square.left); at < Math.min(width, square.left + size); at++) each(y * width + at);
  };
  for (const square of squares) pixels(square, (place) => counts[place]!++);
  const sampleSize = product([height, width, channels]);
  const colour = (c: number): number => (typeof fill === "number" ? fill : (fill[c] ?? 0));
  const jobs = Array.from({ length: samples * squares.length }, (_, k) => ({ i: Math.floor(k / squares.length), square: squares[k % squares.length] ?? { top: 0, left: 0 } }));
  const breathe = breather();
  for (let from = 0; from < jobs.length; from += batchSize) {
    await breathe();
    signal?.throwIfAborted();
    const some = jobs.slice(from, from + batchSize);
    const data = new Float32Array(some.length * sampleSize);
    for (const [k, { i, square }] of some.entries()) {
      data.set(x.data.subarray(i * sampleSize, (i + 1) * sampleSize), k * sampleSize);
      pixels(square, (place) => {
        for (let c = 0; c < channels; c++) data[k * sampleSize + place * channels + c] = colour(c);
      });
    }
    const found = await network.run({ [question.input]: { shape: [some.length, ...x.shape.slice(1)], data } }, { nodes: [question.node] });
    const scores = scoresOf(found[question.node] as NdArray, question, some.map(({ i }) => i));
    for (const [k, { i, square }] of some.entries()) pixels(square, (place) => (sums[i * height * width + place]! += (question.scores[i] ?? 0) - (scores[k] ?? 0)));
  }
  const data = Float32Array.from(sums, (sum, at) => sum / (counts[at % (height * width)] ?? 1));
  return explained(question, [samples, height, width], data);
}
