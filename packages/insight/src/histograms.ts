import { known, whole, type Arrays } from "@convscope/nn";

/** How often values of one array fell into bins of equal width between `from` and `to`. */
export interface ArrayHistogram {
  /** The array: `conv1.weight`. */
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly counts: Uint32Array;
}

export interface HistogramsOptions {
  /** 40 unless given. */
  readonly bins?: number;
}

/**
 * How weights, or their gradients, spread in each array. Asked for after each epoch they tell of layers that die, drift or explode: beside
 * each other they are what `histogramsOverTime` of @convscope/viz draws.
 *
 * @throws RangeError for an array with a value that is no number.
 */
export function histograms(arrays: Arrays, options: HistogramsOptions = {}): readonly ArrayHistogram[] {
  known("histograms", options, "bins");
  const { bins = 40 } = options;
  whole("histograms", "bins", bins, 1);
  return Object.entries(arrays).map(([name, { data }]) => {
    let [least, greatest] = [Infinity, -Infinity];
    for (const value of data) {
      if (!Number.isFinite(value)) throw new RangeError(`histograms: "${name}" must hold finite numbers. Received ${value}. A training whose weights are no numbers any more cannot go on: lower the learning rate.`);
      [least, greatest] = [Math.min(least, value), Math.max(greatest, value)];
    }
    // Values that are all alike stand in the middle of a narrow range.
    const room = greatest > least ? 0 : Math.max(1e-6, Math.abs(greatest) * 1e-3);
    const [from, to] = data.length === 0 ? [0, 1] : [least - room, greatest + room];
    const counts = new Uint32Array(bins);
    for (const value of data) {
      const bin = Math.min(bins - 1, Math.floor(((value - from) / (to - from)) * bins));
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    return { name, from, to, counts };
  });
}
