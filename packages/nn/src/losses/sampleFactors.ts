import type { NdArray } from "../array.ts";
import { meanOf, type Loss } from "./table.ts";

/** How a loss of a batch is put together from its samples. */
export interface SampleFactors {
  /** By what the loss of each sample, summed over its places or values, is multiplied so that the sum over all samples is that of the batch: `[N]`. */
  readonly factors: Float32Array;
  /** How much the batch counts in a mean over several: the number of its samples, or the sum of their weights. */
  readonly total: number;
}

/** Those of a batch whose output is `[N, …]`; a target that `checkTarget` takes, and weights `[N]` that `checkSampleWeights` takes. */
export function sampleFactors(loss: Loss, outputShape: readonly number[], target: NdArray, weights?: NdArray): SampleFactors {
  const [samples = 0, ...rest] = outputShape;
  const values = rest.reduce((a, b) => a * b, 1);
  const places = values / (rest.at(-1) ?? 1);
  const over = meanOf(loss);
  const each = over === "labels" ? labelCounts(loss, samples, places, target) : new Float64Array(samples).fill(1);
  const own = Float64Array.from({ length: samples }, (_, i) => Number(weights?.data[i] ?? 1));
  if (over === "nothing") return { factors: Float32Array.from(own), total: samples };
  const total = own.reduce((sum, weight, i) => sum + weight * (each[i] ?? 0), 0);
  const by = total * { samples: 1, places, labels: places, values }[over];
  // Without weights a mean over nothing is not a number, as it is to PyTorch.
  return { factors: Float32Array.from(own, (weight) => (total === 0 && weights ? 0 : weight / by)), total };
}

/** What the labels of each sample count, as a mean over its places. */
function labelCounts(loss: Loss, samples: number, places: number, { data }: NdArray): Float64Array {
  const ignored = "ignoreClass" in loss ? loss.ignoreClass : undefined;
  const classWeights = "classWeights" in loss ? loss.classWeights : undefined;
  const counts = new Float64Array(samples);
  for (let i = 0; i < samples * places; i++) {
    const label = data[i] ?? 0;
    const sample = Math.floor(i / places);
    if (label !== ignored) counts[sample] = (counts[sample] ?? 0) + (classWeights?.[label] ?? 1) / places;
  }
  return counts;
}

/** @throws RangeError unless there is one weight for each sample, and none below 0. */
export function checkSampleWeights(output: string, samples: number, { shape, data }: NdArray): void {
  const where = `weights of "${output}": `;
  if (shape[0] !== samples || data.length !== samples) throw new RangeError(`${where}there must be one for each sample, [${samples}]. Received [${shape.join(", ")}].`);
  const strange = data.findIndex((weight) => !(weight >= 0 && weight < Infinity));
  if (strange >= 0) throw new RangeError(`${where}they must be finite numbers ≥ 0. Received ${data[strange]} at place ${strange}.`);
}
