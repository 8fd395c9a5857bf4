import type { NdArray } from "@convscope/nn";

/** Points `[n, numbers]` and their labels `[n]`. */
export interface Labelled {
  readonly points: NdArray;
  readonly labels: ArrayLike<number>;
}

/** The share of points whose label is that of most of their k nearest known points; of labels with equally many, the one nearest by. Cover & Hart 1967, doi:10.1109/TIT.1967.1053964. */
export function neighbourAccuracy(known: Labelled, asked: Labelled, k: number): number {
  const numbers = known.points.shape[1] ?? 1;
  let right = 0;
  for (let i = 0; i < asked.labels.length; i++) {
    const distances = Float64Array.from({ length: known.labels.length }, (_, j) => squaredDistance(known.points.data, j * numbers, asked.points.data, i * numbers, numbers));
    const nearest = [...distances.keys()].sort((a, b) => (distances[a] ?? 0) - (distances[b] ?? 0)).slice(0, k).map((j) => known.labels[j] ?? -1);
    const votes = nearest.map((label) => nearest.filter((other) => other === label).length);
    if (nearest[votes.indexOf(Math.max(...votes))] === asked.labels[i]) right++;
  }
  return right / asked.labels.length;
}

function squaredDistance(a: ArrayLike<number>, from: number, b: ArrayLike<number>, at: number, numbers: number): number {
  let sum = 0;
  for (let n = 0; n < numbers; n++) sum += ((a[from + n] ?? NaN) - (b[at + n] ?? NaN)) ** 2;
  return sum;
}
