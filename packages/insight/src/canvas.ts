import type { NdArray, Random } from "@convscope/nn";
import { frequenciesOf } from "./frequencies.ts";

/** Pictures that are learned. */
export interface Canvas {
  /** `[N, H, W, C]`, from 0 to 1. */
  pictures(): NdArray & { readonly data: Float32Array };
  /** A step uphill, given how what is to become large changes with each pixel: `[N, H, W, C]`. */
  ascend(slopes: NdArray): void;
}

export interface CanvasOptions {
  readonly parameterization: "fourier" | "pixels";
  readonly learningRate: number;
}

/** Pictures `[N, H, W, C]` that begin near mid-grey. Each channel of each is a plane of numbers of its own, made pixels by a sigmoid. */
export function canvasOf(shape: readonly number[], random: Random, { parameterization, learningRate }: CanvasOptions): Canvas {
  const [N = 1, H = 1, W = 1, C = 1] = shape;
  const form = parameterization === "fourier" ? waveForm(H, W) : pixelForm;
  const learned = Array.from({ length: N * C }, () => Float64Array.from(random.normals(H * W), (value) => 0.01 * value));
  const climb = learned.map((plane) => climber(plane, learningRate));
  /** Where a pixel of a plane lies among all pictures. */
  const place = (plane: number, at: number): number => (Math.floor(plane / C) * H * W + at) * C + (plane % C);
  const pictures = (): NdArray & { readonly data: Float32Array } => {
    const data = new Float32Array(N * H * W * C);
    for (const [plane, own] of learned.entries()) for (const [at, value] of form.values(own).entries()) data[place(plane, at)] = 1 / (1 + Math.exp(-value));
    return { shape, data };
  };
  return {
    pictures,
    ascend(slopes) {
      const { data } = pictures();
      for (const [plane, step] of climb.entries()) {
        const own = new Float64Array(H * W);
        for (let at = 0; at < own.length; at++) {
          const pixel = data[place(plane, at)] ?? 0;
          // The sigmoid's derivative, from what it gives.
          own[at] = (slopes.data[place(plane, at)] ?? 0) * pixel * (1 - pixel);
        }
        step(form.slopes(own));
      }
    },
  };
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
  const longer = Math.max(height, width);
  const scale = frequency.map((f) => Math.sqrt(height * width) / (Math.max(f, 1 / longer) * longer));
  const scaled = (plane: Float64Array): Float64Array => plane.map((value, at) => value * (scale[at] ?? 0));
  return { values: (learned) => values(scaled(learned)), slopes: (slope) => scaled(amplitudes(slope)) };
}

/** Changes numbers by steps of Adam uphill: arXiv:1412.6980, algorithm 1. */
function climber(values: Float64Array, rate: number): (slopes: Float64Array) => void {
  const [first, second] = [new Float64Array(values.length), new Float64Array(values.length)];
  let step = 0;
  return (slopes) => {
    step++;
    for (const [at, slope] of slopes.entries()) {
      const m = (first[at] = 0.9 * (first[at] ?? 0) + 0.1 * slope);
      const v = (second[at] = 0.999 * (second[at] ?? 0) + 0.001 * slope * slope);
      values[at] = (values[at] ?? 0) + (rate * (m / (1 - 0.9 ** step))) / (Math.sqrt(v / (1 - 0.999 ** step)) + 1e-12);
    }
  };
}
