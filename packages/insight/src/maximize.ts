import { GraphError, inferShapes } from "@convscope/core";
import { checkNames, known, randomOf, whole, type NdArray, type Network } from "@convscope/nn";
import { frequenciesOf } from "./frequencies.ts";
import { pictureInput, scoreNode } from "./target.ts";

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
  const { graph } = network;
  const input = pictureInput(graph);
  const shapes = inferShapes(graph);
  const [H = 1, W = 1, C = 1] = shapes.get(input) ?? [];
  const { node = scoreNode(graph), of = "channel", steps = 200, learningRate = 0.05, jitter = Math.floor(Math.min(H, W) / 12), parameterization = "fourier", totalVariation = 0, l2 = 0, mean = [], deviation = [], seed = 0, signal, onProgress } = options;
  whole("maximize", "steps", steps, 1);
  whole("maximize", "jitter", jitter, 0);
  checkNames(graph, "node", [node], graph.nodes.map(({ name }) => name));
  const shape = shapes.get(node) ?? [];
  const count = shape.at(-1) ?? 1;
  const { channels = Array.from({ length: Math.min(9, count) }, (_, c) => c) } = options;
  const missing = channels.find((c) => !Number.isInteger(c) || c < 0 || c >= count);
  if (missing !== undefined) throw new GraphError(`${graph.name}: "${node}" has the channels 0 … ${count - 1}. Received ${missing}.`);
  const [N, plane, size] = [channels.length, H * W, H * W * C];
  const places = shape.slice(0, -1).reduce((a, b) => a * b, 1);
  const middle = shape.length === 3 ? Math.floor((shape[0] ?? 1) / 2) * (shape[1] ?? 1) + Math.floor((shape[1] ?? 1) / 2) : Math.floor(places / 2);
  const upstream = new Float32Array(N * places * count);
  for (const [i, channel] of channels.entries()) for (let place = 0; place < places; place++) if (of === "channel" || place === middle) upstream[(i * places + place) * count + channel] = of === "channel" ? 1 / places : 1;

  const random = randomOf(seed, "maximize");
  const waves = parameterization === "fourier" ? waveForm(H, W) : pixelForm;
  const learned = Array.from({ length: N * C }, () => Float64Array.from(random.normals(plane), (value) => 0.01 * value));
  const [first, second] = [learned.map(() => new Float64Array(plane)), learned.map(() => new Float64Array(plane))];
  const pictures = (): Float32Array => {
    const out = new Float32Array(N * size);
    for (const [k, own] of learned.entries()) for (const [at, value] of waves.values(own).entries()) out[Math.floor(k / C) * size + at * C + (k % C)] = 1 / (1 + Math.exp(-value));
    return out;
  };
  const toInput = (picture: Float32Array, dy: number, dx: number): NdArray => {
    const data = new Float32Array(N * size);
    for (let i = 0; i < N; i++)
      for (let y = 0; y < H; y++)
        for (let x = 0; x < W; x++)
          for (let c = 0; c < C; c++) data[i * size + (y * W + x) * C + c] = ((picture[i * size + (((y + dy) % H) * W + ((x + dx) % W)) * C + c] ?? 0) - (mean[c] ?? 0)) / (deviation[c] ?? 1);
    return { shape: [N, H, W, C], data };
  };
  const answers = async (): Promise<number[]> => {
    const { [node]: values } = await network.run({ [input]: toInput(pictures(), 0, 0) }, { nodes: [node] });
    return channels.map((_, i) => Array.from({ length: places * count }, (__, at) => (upstream[i * places * count + at] ?? 0) * (values?.data[i * places * count + at] ?? 0)).reduce((a, b) => a + b, 0));
  };

  const before = await answers();
  for (let step = 1; step <= steps; step++) {
    signal?.throwIfAborted();
    const [dy, dx] = [jitter, jitter].map((most) => (most === 0 ? 0 : random.integer(2 * most + 1) + Math.max(H, W) * 2 - most)) as [number, number];
    const picture = pictures();
    const { inputs } = await network.gradients({ inputs: { [input]: toInput(picture, dy, dx) }, of: { upstream: { [node]: { shape: [N, ...shape], data: upstream } } }, withRespectTo: { inputs: [input] } });
    const slopes = inputs[input]?.data ?? new Float32Array();
    for (const [k, own] of learned.entries()) {
      const [i, c] = [Math.floor(k / C), k % C];
      const at = (y: number, x: number): number => i * size + (((y + H) % H) * W + ((x + W) % W)) * C + c;
      const slope = new Float64Array(plane);
      for (let y = 0; y < H; y++)
        for (let x = 0; x < W; x++) {
          const value = picture[at(y, x)] ?? 0;
          // Where this pixel stood in the shifted picture.
          const excited = (slopes[i * size + ((((y - dy) % H) + H) % H * W + ((((x - dx) % W) + W) % W)) * C + c] ?? 0) / (deviation[c] ?? 1);
          const rough = totalVariation === 0 ? 0 : 2 * (4 * value - (picture[at(y - 1, x)] ?? 0) - (picture[at(y + 1, x)] ?? 0) - (picture[at(y, x - 1)] ?? 0) - (picture[at(y, x + 1)] ?? 0));
          slope[y * W + x] = (excited - totalVariation * rough - 2 * l2 * (value - 0.5)) * value * (1 - value);
        }
      ascend(own, waves.slopes(slope), first[k] as Float64Array, second[k] as Float64Array, step, learningRate);
    }
    onProgress?.(step, steps);
  }
  return { node, channels, pictures: { shape: [N, H, W, C], data: pictures() }, before, after: await answers() };
}

/** How the numbers that are learned make a plane of values. */
interface Form {
  values(learned: Float64Array): Float64Array;
  /** From derivatives with respect to the values to those with respect to what is learned. */
  slopes(slope: Float64Array): Float64Array;
}

const pixelForm: Form = { values: (learned) => learned, slopes: (slope) => slope };

/** Amplitudes fall with the frequency, as those of photographs do. */
function waveForm(height: number, width: number): Form {
  const { values, amplitudes, frequency } = frequenciesOf(height, width);
  const scale = frequency.map((f) => Math.sqrt(height * width) / (Math.max(f, 1 / Math.max(height, width)) * Math.max(height, width)));
  return { values: (learned) => values(learned.map((value, at) => value * (scale[at] ?? 0))), slopes: (slope) => amplitudes(slope).map((value, at) => value * (scale[at] ?? 0)) };
}

/** A step of Adam uphill: arXiv:1412.6980, algorithm 1. */
function ascend(values: Float64Array, slopes: Float64Array, first: Float64Array, second: Float64Array, step: number, rate: number): void {
  for (let at = 0; at < values.length; at++) {
    const slope = slopes[at] ?? 0;
    const m = (first[at] = 0.9 * (first[at] ?? 0) + 0.1 * slope);
    const v = (second[at] = 0.999 * (second[at] ?? 0) + 0.001 * slope * slope);
    values[at] = (values[at] ?? 0) + (rate * (m / (1 - 0.9 ** step))) / (Math.sqrt(v / (1 - 0.999 ** step)) + 1e-12);
  }
}
