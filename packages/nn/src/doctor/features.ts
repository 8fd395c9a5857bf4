import type { NdArray } from "../array.ts";

/** Places along a side of a picture that are kept apart. */
const side = 8;
/** Words are told apart by so many numbers at most. */
const bins = 256;

/**
 * What a plain classifier would look at: pictures `[N, H, W, C]` averaged to 8×8 places, how often each token is there, other values as they
 * are. Every number is scaled to mean 0 and deviation 1 over the samples. `[N, features]`
 */
export function featuresOf(input: NdArray, tokens: boolean): NdArray {
  const [samples = 0, ...shape] = input.shape;
  const plain = tokens ? counted(input) : shape.length === 3 ? pooled(input) : { shape: [samples, input.data.length / samples], data: Float32Array.from(input.data) };
  return standardised(plain);
}

function counted({ shape: [samples = 0, length = 0], data }: NdArray): NdArray {
  const counts = new Float32Array(samples * bins);
  for (let i = 0; i < samples * length; i++) {
    const at = Math.floor(i / length) * bins + ((data[i] ?? 0) % bins);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return { shape: [samples, bins], data: counts };
}

function pooled({ shape: [samples = 0, height = 0, width = 0, channels = 0], data }: NdArray): NdArray {
  const [rows, columns] = [Math.min(side, height), Math.min(side, width)];
  const means = new Float32Array(samples * rows * columns * channels);
  const share = (rows * columns) / (height * width);
  let i = 0;
  for (let sample = 0; sample < samples; sample++)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        for (let channel = 0; channel < channels; channel++, i++) {
          const at = ((sample * rows + Math.floor((y * rows) / height)) * columns + Math.floor((x * columns) / width)) * channels + channel;
          means[at] = (means[at] ?? 0) + (data[i] ?? 0) * share;
        }
  return { shape: [samples, rows * columns * channels], data: means };
}

function standardised({ shape, data }: NdArray): NdArray {
  const [samples = 0, width = 0] = shape;
  for (let column = 0; column < width; column++) {
    let [sum, square] = [0, 0];
    for (let i = column; i < data.length; i += width) {
      sum += data[i] ?? 0;
      square += (data[i] ?? 0) ** 2;
    }
    const mean = sum / samples;
    const deviation = Math.sqrt(Math.max(0, square / samples - mean * mean));
    for (let i = column; i < data.length; i += width) data[i] = deviation < 1e-6 ? 0 : ((data[i] ?? 0) - mean) / deviation;
  }
  return { shape, data };
}

/** The `k` nearest other samples of each, by Euclidean distance: `[N, k]`. */
export function nearest({ shape: [samples = 0, width = 0], data }: NdArray, k: number): Uint32Array {
  const distances = new Float32Array(samples * samples);
  for (let a = 0; a < samples; a++) {
    distances[a * samples + a] = Infinity;
    for (let b = 0; b < a; b++) {
      let sum = 0;
      for (let i = 0; i < width; i++) {
        const difference = (data[a * width + i] ?? 0) - (data[b * width + i] ?? 0);
        sum += difference * difference;
      }
      distances[a * samples + b] = sum;
      distances[b * samples + a] = sum;
    }
  }
  const found = new Uint32Array(samples * k);
  for (let a = 0; a < samples; a++) {
    const row = distances.subarray(a * samples, (a + 1) * samples);
    for (let i = 0; i < k; i++) {
      let best = 0;
      for (let b = 1; b < samples; b++) if ((row[b] ?? 0) < (row[best] ?? 0)) best = b;
      found[a * k + i] = best;
      row[best] = Infinity;
    }
  }
  return found;
}
