import { breather, known, randomOf, whole, type NdArray, type Network, type Random } from "@convscope/nn";
import { canvasOf } from "./canvas.ts";
import { goalOf } from "./goal.ts";
import { back, shifted, type Shift } from "./shift.ts";
import { scoreNode } from "./target.ts";

export interface MaximizeOptions {
  /** The node whose channels are excited; that of the class scores unless given. */
  readonly node?: string;
  /** The channels, or classes, a picture for each; the first nine unless given. */
  readonly channels?: readonly number[];
  /** Of a node with maps: the whole `channel`, its mean over all places (unless given), or the `unit` in the middle. */
  readonly of?: "channel" | "unit";
  /** Steps of ascent; 200 unless given. */
  readonly steps?: number;
  /** Adam's learning rate; 0.05 unless given. */
  readonly learningRate?: number;
  /** How far the picture is shifted at random before each step, pixels; a twelfth of its shorter side unless given. What is excited only at one place vanishes. */
  readonly jitter?: number;
  /** `fourier` (unless given): amplitudes of waves are learned, the higher the frequency the slower, so that no checkerboards grow. `pixels`: each pixel by itself. */
  readonly parameterization?: "fourier" | "pixels";
  /** How much Σ of squared differences of neighbours counts against the picture; 0 unless given. */
  readonly totalVariation?: number;
  /** How much the squared distance from mid-grey counts against it; 0 unless given. */
  readonly l2?: number;
  /** What the network takes: pixels from 0 to 1 less this mean, one for each channel … */
  readonly mean?: readonly number[];
  /** … divided by this deviation. */
  readonly deviation?: readonly number[];
  /** Draws the start and the shifts. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (step: number, steps: number) => void;
}

/** Pictures that excite channels. */
export interface Maximized {
  readonly node: string;
  readonly channels: readonly number[];
  /** `[channels, H, W, C]`, from 0 to 1. */
  readonly pictures: NdArray;
  /** What each channel says of its picture, at the start and at the end. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/**
 * Draws the picture that a channel, a unit or a class answers to most, by ascent from near grey: arXiv:1312.6034, section 2; with shifts and
 * waves as in Olah, Mordvintsev and Schubert 2017, "Feature visualization", doi:10.23915/distill.00007.
 *
 * @throws GraphError for an unknown node or channel.
 */
export async function maximize(network: Network, options: MaximizeOptions = {}): Promise<Maximized> {
  known("maximize", options, "node", "channels", "of", "steps", "learningRate", "jitter", "parameterization", "totalVariation", "l2", "mean", "deviation", "seed", "signal", "onProgress");
  const { node = scoreNode(network.graph), channels, of = "channel", steps = 200, learningRate = 0.05, parameterization = "fourier", totalVariation = 0, l2 = 0, mean = [], deviation = [], seed = 0, signal, onProgress } = options;
  const goal = goalOf(network, { node, channels, of, mean, deviation });
  const [, H = 1, W = 1] = goal.shape;
  const { jitter = Math.floor(Math.min(H, W) / 12) } = options;
  whole("maximize", "steps", steps, 1);
  whole("maximize", "jitter", jitter, 0);
  const random = randomOf(seed, "maximize");
  const canvas = canvasOf(goal.shape, random, { parameterization, learningRate });
  const before = await goal.answers(canvas.pictures());
  const breathe = breather();
  for (let step = 1; step <= steps; step++) {
    await breathe();
    signal?.throwIfAborted();
    const pictures = canvas.pictures();
    const shift = drawn(random, jitter);
    const slopes = shifted(await goal.slopes(shifted(pictures, shift)), back(shift));
    subtractPenalty(slopes.data, pictures, totalVariation, l2);
    canvas.ascend(slopes);
    onProgress?.(step, steps);
  }
  return { node, channels: goal.channels, pictures: canvas.pictures(), before, after: await goal.answers(canvas.pictures()) };
}

const drawn = (random: Random, most: number): Shift => (most === 0 ? [0, 0] : [random.integer(2 * most + 1) - most, random.integer(2 * most + 1) - most]);

/** Takes from slopes those of what counts against the pictures. Neighbours are such across the edge too, as shifts join the edges. */
function subtractPenalty(slopes: Float32Array, pictures: NdArray, totalVariation: number, l2: number): void {
  if (totalVariation === 0 && l2 === 0) return;
  const neighbours = ([[1, 0], [-1, 0], [0, 1], [0, -1]] as const).map((shift) => shifted(pictures, shift).data);
  for (const [at, pixel] of pictures.data.entries()) {
    const rough = neighbours.reduce((sum, { [at]: neighbour = 0 }) => sum + pixel - neighbour, 0);
    slopes[at]! -= 2 * totalVariation * rough + 2 * l2 * (pixel - 0.5);
  }
}
