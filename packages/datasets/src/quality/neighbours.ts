import { where, type Album } from "./album.ts";
import { featureLength } from "./glance.ts";
import type { Pause } from "./options.ts";
import { thresholds } from "./thresholds.ts";

/** A picture whose neighbours have another label. */
export interface Doubt {
  /** Its place in the album. */
  readonly place: number;
  /** The class that explains its neighbours best. */
  readonly instead: number;
  /** How many of the ten neighbours have that class. */
  readonly agree: number;
  /** How much better it explains them than the picture's own class: the mean logarithm of the likelihood ratio for each neighbour. */
  readonly evidence: number;
}

const { neighbours: k } = thresholds;

/**
 * Pictures that look as if their label were wrong, the most certain first.
 *
 * Each picture's ten nearest neighbours, by shape and colours, have labels. How often a class has neighbours of each other class is counted over the
 * whole set; a class that looks like another has many of its neighbours there, and its pictures are no surprise. A picture is in doubt if more than half
 * of its neighbours agree on another class and their labels are so much likelier for that one (a likelihood ratio, as in a naive Bayes classifier).
 */
export async function doubtfulLabels(album: Album, pause: Pause): Promise<readonly Doubt[]> {
  const classes = album.classes.length;
  const all = where(album, (i) => album.plain[i] === 0 && ((album.entries[i]?.label ?? -1) in album.classes));
  if (classes < 2 || classes > thresholds.mostClasses || all.length < thresholds.leastForNeighbours) return [];
  const labels = Int32Array.from(all, (i) => album.entries[i]?.label ?? 0);
  const votes = await votesOf(album, all, labels, pause);
  const likely = likelihoods(votes, labels, classes);
  const doubts: Doubt[] = [];
  for (let row = 0; row < all.length; row++) {
    const own = labels[row] as number;
    const counts = new Map<number, number>();
    for (let n = 0; n < k; n++) {
      const label = votes[row * k + n] as number;
      counts.set(label, (counts.get(label) ?? 0) + 1);
    }
    const [instead, agree] = [...counts].reduce((best, one) => (one[1] > best[1] ? one : best));
    if (instead === own || agree <= k / 2) continue;
    let evidence = 0;
    for (const [label, count] of counts) evidence += count * Math.log((likely[instead * classes + label] as number) / (likely[own * classes + label] as number));
    evidence /= k;
    if (evidence >= thresholds.labelEvidence) doubts.push({ place: all[row] as number, instead, agree, evidence });
  }
  return doubts.sort((a, b) => b.evidence - a.evidence || a.place - b.place);
}

/** Of each of the pictures `all` the labels of its ten nearest neighbours among an even choice of them: `[all, 10]`. */
async function votesOf(album: Album, all: readonly number[], labels: Int32Array, pause: Pause): Promise<Int32Array> {
  const step = Math.max(1, all.length / thresholds.references);
  const rows = Uint32Array.from({ length: Math.floor(all.length / step) }, (_, i) => Math.floor(i * step));
  // Side by side in memory, they are read much faster.
  const features = new Float32Array(rows.length * featureLength);
  rows.forEach((row, i) => features.set(featuresOf(album, all[row] as number), i * featureLength));
  const votes = new Int32Array(all.length * k);
  const [distances, nearest] = [new Float64Array(k), new Int32Array(k)];
  for (let row = 0; row < all.length; row++) {
    search(features, rows, featuresOf(album, all[row] as number), row, distances, nearest);
    for (let n = 0; n < k; n++) votes[row * k + n] = labels[rows[nearest[n] as number] as number] as number;
    if (row % 16 === 15) await pause(row + 1);
  }
  return votes;
}

const featuresOf = ({ features }: Album, i: number): Float32Array => features.subarray(i * featureLength, (i + 1) * featureLength);

/** The references nearest to a picture, itself left out: `distances` `[10]` (squared) ascending, and `nearest` `[10]`, their places among the references. */
function search(features: Float32Array, rows: Uint32Array, picture: Float32Array, itself: number, distances: Float64Array, nearest: Int32Array): void {
  distances.fill(Infinity);
  let limit = Infinity;
  for (let i = 0; i < rows.length; i++) {
    let distance = 0;
    const at = i * featureLength;
    // The features go from coarse to fine: most pictures are too far away after the first few.
    for (let j = 0; j < featureLength && distance < limit; ) {
      for (const end = Math.min(j + 8, featureLength); j < end; j++) {
        const difference = (features[at + j] as number) - (picture[j] as number);
        distance += difference * difference;
      }
    }
    if (distance >= limit || rows[i] === itself) continue;
    let to = k - 1;
    for (; to > 0 && (distances[to - 1] as number) > distance; to--) {
      distances[to] = distances[to - 1] as number;
      nearest[to] = nearest[to - 1] as number;
    }
    distances[to] = distance;
    nearest[to] = i;
    limit = distances[k - 1] as number;
  }
}

/** How likely a neighbour of a picture of one class has another: `[classes, classes]`, each row of sum 1, nothing quite impossible. */
function likelihoods(votes: Int32Array, labels: Int32Array, classes: number): Float64Array {
  const counts = new Float64Array(classes * classes).fill(1);
  labels.forEach((label, row) => {
    for (let n = 0; n < k; n++) {
      const at = label * classes + (votes[row * k + n] as number);
      counts[at] = (counts[at] as number) + 1;
    }
  });
  const sums = Float64Array.from({ length: classes }, (_, label) => counts.subarray(label * classes, (label + 1) * classes).reduce((a, b) => a + b, 0));
  return counts.map((count, at) => count / (sums[Math.floor(at / classes)] as number));
}
