import type { Arrays, NdArray } from "../array.ts";
import { batchIndices, samplesIn, type Data } from "../data.ts";
import { concatenateRows } from "../rows.ts";

/** One channel of an input over the samples that were read. */
export interface ChannelStatistics {
  readonly mean: number;
  readonly deviation: number;
  readonly least: number;
  readonly most: number;
}

/** What was read of some data, once for all checks. */
export interface Survey {
  readonly samples: number;
  /** Of each channel of each input that is not of tokens. */
  readonly channels: { readonly [input: string]: readonly ChannelStatistics[] };
  /** How many numbers of each input are none. */
  readonly lost: { readonly [input: string]: number };
  readonly targets: Arrays;
  /** One number for the inputs of each sample, the same for the same inputs. */
  readonly hashes: readonly number[];
}

/** Samples read in one go. */
const batchSize = 128;

/** Reads these samples as they are measured, without what is done to them at random in training. Inputs of `tokens` are names, not amounts. */
export async function surveyOf(data: Data, places: Uint32Array, tokens: ReadonlySet<string>): Promise<Survey> {
  const sums = new Map<string, ChannelSums>();
  const targets = new Map<string, NdArray[]>();
  const hashes: number[] = [];
  for (const indices of batchIndices(places, batchSize)) {
    const batch = await data.batch(indices);
    hashes.push(...hashesOf(batch.inputs, samplesIn(batch)));
    for (const [name, input] of Object.entries(batch.inputs)) {
      if (tokens.has(name)) continue;
      const sum = sums.get(name) ?? new ChannelSums(input.shape.at(-1) ?? 1);
      sums.set(name, sum);
      sum.add(input.data);
    }
    for (const [name, target] of Object.entries(batch.targets)) targets.set(name, [...(targets.get(name) ?? []), target]);
  }
  return {
    samples: hashes.length,
    channels: Object.fromEntries([...sums].map(([name, sum]) => [name, sum.statistics()])),
    lost: Object.fromEntries([...sums].map(([name, { lost }]) => [name, lost])),
    targets: Object.fromEntries([...targets].map(([name, parts]) => [name, concatenateRows(parts)])),
    hashes,
  };
}

/** Statistics of every channel of an array `[…, C]`. */
export function channelsOf({ shape, data }: NdArray): readonly ChannelStatistics[] {
  const sums = new ChannelSums(shape.at(-1) ?? 1);
  sums.add(data);
  return sums.statistics();
}

class ChannelSums {
  readonly #sum: Float64Array;
  readonly #square: Float64Array;
  readonly #least: Float64Array;
  readonly #most: Float64Array;
  #count = 0;
  lost = 0;

  constructor(channels: number) {
    this.#sum = new Float64Array(channels);
    this.#square = new Float64Array(channels);
    this.#least = new Float64Array(channels).fill(Infinity);
    this.#most = new Float64Array(channels).fill(-Infinity);
  }

  add(data: ArrayLike<number>): void {
    const channels = this.#sum.length;
    for (let i = 0, channel = 0; i < data.length; i++) {
      const x = data[i] ?? 0;
      if (Number.isFinite(x)) {
        this.#sum[channel] = (this.#sum[channel] ?? 0) + x;
        this.#square[channel] = (this.#square[channel] ?? 0) + x * x;
        if (x < (this.#least[channel] ?? 0)) this.#least[channel] = x;
        if (x > (this.#most[channel] ?? 0)) this.#most[channel] = x;
      } else this.lost++;
      channel = channel + 1 === channels ? 0 : channel + 1;
    }
    this.#count += data.length / channels;
  }

  statistics(): readonly ChannelStatistics[] {
    return Array.from(this.#sum, (sum, channel) => {
      const mean = sum / this.#count;
      const [least = 0, most = 0] = [this.#least[channel], this.#most[channel]];
      // The difference of two large numbers is not quite zero.
      const deviation = least === most ? 0 : Math.sqrt(Math.max(0, (this.#square[channel] ?? 0) / this.#count - mean * mean));
      return { mean, deviation, least, most };
    });
  }
}

/** A number of 53 bits for the inputs of each sample: FNV-1a over the bits of their values, twice. */
function hashesOf(inputs: Arrays, samples: number): number[] {
  const low = new Uint32Array(samples).fill(0x811c9dc5);
  const high = new Uint32Array(samples).fill(0x9e3779b9);
  for (const { data } of Object.values(inputs)) {
    const bits = data instanceof Uint8Array ? data : new Uint32Array(data.buffer, data.byteOffset, data.length);
    const row = bits.length / samples;
    for (let sample = 0; sample < samples; sample++) {
      let [a = 0, b = 0] = [low[sample], high[sample]];
      for (let i = sample * row; i < (sample + 1) * row; i++) {
        const value = bits[i] ?? 0;
        a = Math.imul(a ^ value, 0x01000193);
        a ^= a >>> 15;
        b = Math.imul(b ^ (value >>> 7) ^ (value << 9), 0x85ebca6b);
        b ^= b >>> 13;
      }
      low[sample] = a;
      high[sample] = b;
    }
  }
  return Array.from(low, (word, sample) => word * 2 ** 21 + ((high[sample] ?? 0) >>> 11));
}
