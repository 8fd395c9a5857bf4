import { TSNE } from "@keckelt/tsne";
import { breather, known, randomOf, whole, type NdArray } from "@convscope/nn";
import { PCA } from "ml-pca";

/** Vectors laid out in few dimensions. */
export interface Embedding {
  /** `[N, dimensions]`. */
  readonly points: NdArray & { readonly data: Float32Array };
}

export interface PrincipalComponents extends Embedding {
  /** The share of the variance that each dimension has, the greatest first. */
  readonly explained: readonly number[];
}

export interface PcaOptions {
  /** 2 unless given. */
  readonly dimensions?: number;
}

/**
 * Principal components of vectors `[N, D]`: the directions in which they differ most. The sign of each is that of its greatest loading, so that
 * equal vectors give equal pictures.
 */
export function pca(vectors: NdArray, options: PcaOptions = {}): PrincipalComponents {
  known("pca", options, "dimensions");
  const { dimensions = 2 } = options;
  const [samples, width] = checked("pca", vectors, 2);
  whole("pca", "dimensions", dimensions, 1);
  if (dimensions > Math.min(samples, width)) throw new RangeError(`pca: dimensions must not exceed the number of samples or of values. Received ${dimensions} of ${samples} samples of ${width} values.`);
  const found = new PCA(rowsOf(vectors), { method: "SVD" });
  const loadings = found.getLoadings().to2DArray();
  const signs = loadings.slice(0, dimensions).map((row) => (row.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0) < 0 ? -1 : 1));
  const points = found.predict(rowsOf(vectors), { nComponents: dimensions }).to2DArray();
  return { points: { shape: [samples, dimensions], data: Float32Array.from(points.flatMap((row) => row.map((value, i) => value * (signs[i] ?? 1)))) }, explained: found.getExplainedVariance().slice(0, dimensions) };
}

export interface TsneOptions {
  /** How many neighbours count, about; 30 unless given, and at most a third of the samples. */
  readonly perplexity?: number;
  /** 500 unless given. */
  readonly steps?: number;
  /** 10 unless given. */
  readonly learningRate?: number;
  /** Components to which vectors are reduced first, to spare time; 50 unless given. */
  readonly components?: number;
  /** Draws the start. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (step: number, steps: number) => void;
}

/**
 * t-SNE of vectors `[N, D]` in the plane: neighbours stay neighbours, and distances between far ones mean nothing. L. van der Maaten and G. Hinton
 * 2008, JMLR 9. Computed by @keckelt/tsne; its time grows with the square of the number of samples, at most 5,000.
 */
export async function tsne(vectors: NdArray, options: TsneOptions = {}): Promise<Embedding> {
  known("tsne", options, "perplexity", "steps", "learningRate", "components", "seed", "signal", "onProgress");
  const [samples, width] = checked("tsne", vectors, 4);
  if (samples > 5000) throw new RangeError(`tsne: at most 5,000 vectors, since time and memory grow with their square. Received ${samples}. Give a part of them.`);
  const { perplexity = 30, steps = 500, learningRate = 10, components = 50, seed = 0, signal, onProgress } = options;
  whole("tsne", "steps", steps, 1);
  whole("tsne", "components", components, 1);
  if (!(perplexity > 0 && learningRate > 0)) throw new RangeError(`tsne: perplexity and learningRate must be > 0. Received ${perplexity} and ${learningRate}.`);
  const least = Math.min(components, samples, width);
  const start = least < width ? pca(vectors, { dimensions: least }).points : vectors;
  const random = randomOf(seed, "tsne");
  const model = new (class extends TSNE {
    override gaussRandom(): number {
      return random.normal();
    }
  })({ perplexity: Math.min(perplexity, (samples - 1) / 3), epsilon: learningRate, dim: 2 });
  model.initDataRaw(rowsOf(start));
  const breathe = breather();
  for (let step = 1; step <= steps; step++) {
    await breathe();
    signal?.throwIfAborted();
    model.step();
    onProgress?.(step, steps);
  }
  const points = model.getSolution() as readonly (readonly number[])[];
  return { points: { shape: [samples, 2], data: Float32Array.from(points.flat()) } };
}

/** @throws RangeError unless the array is `[N, D]` of finite numbers with enough samples. */
function checked(where: string, { shape, data }: NdArray, least: number): readonly [samples: number, width: number] {
  const [samples = 0, width = 0, ...more] = shape;
  if (more.length > 0 || width === 0 || samples < least) throw new RangeError(`${where}: vectors must be [N, D] with N ≥ ${least}. Received [${shape.join(", ")}].`);
  const at = data.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) throw new RangeError(`${where}: vectors must be finite numbers. Received ${data[at]} in vector ${Math.floor(at / width)}.`);
  return [samples, width];
}

const rowsOf = ({ shape: [samples = 0, width = 0], data }: NdArray): number[][] => Array.from({ length: samples }, (_, i) => Array.from(data.subarray(i * width, (i + 1) * width)));
