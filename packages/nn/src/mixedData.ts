import type { Arrays, NdArray } from "./array.ts";
import { inOrder, type Data } from "./data.ts";
import type { Batch } from "./engine.ts";
import { known, whole } from "./options.ts";
import { randomOf } from "./random.ts";

export interface DataSource {
  readonly data: Data;
  /** How much of each epoch is drawn from here, in proportion to the shares of the others. */
  readonly share?: number;
}

export interface MixedDataOptions {
  /** Samples in an epoch, where they are drawn; as many as there are in all unless given. */
  readonly length?: number;
  /** Draws what is taken, anew in each epoch. 0 unless given. */
  readonly seed?: number;
}

/** Where each sample of an epoch comes from: the source, and the place in it. */
interface Drawn {
  readonly sources: Uint32Array;
  readonly places: Uint32Array;
}

/** How many samples of an epoch are each source's: shares of a whole, rounded so that they add up. */
function counts(shares: readonly number[], length: number): readonly number[] {
  const sum = shares.reduce((a, b) => a + b, 0);
  const exact = shares.map((share) => (share / sum) * length);
  const rounded = exact.map(Math.floor);
  const left = length - rounded.reduce((a, b) => a + b, 0);
  const byRest = exact.map((n, i) => [n - Math.floor(n), i] as const).sort(([a, i], [b, j]) => b - a || i - j);
  for (const [, i] of byRest.slice(0, left)) rounded[i] = (rounded[i] ?? 0) + 1;
  return rounded;
}

/** Draws an epoch: of each source so many, all of them once before any a second time, in an order that mixes them. */
function draw(lengths: readonly number[], shares: readonly number[], length: number, seed: number, epoch: number): Drawn {
  const taken = counts(shares, length).flatMap((count, source) => {
    const places: number[] = [];
    for (let pass = 0; places.length < count; pass++) places.push(...randomOf(seed, "mixed data", epoch, source, pass).permutation(lengths[source] ?? 0).slice(0, count - places.length));
    return places.map((place) => [source, place] as const);
  });
  const order = randomOf(seed, "mixed data", epoch).permutation(length);
  return { sources: Uint32Array.from(order, (i) => taken[i]?.[0] ?? 0), places: Uint32Array.from(order, (i) => taken[i]?.[1] ?? 0) };
}

/** An epoch is drawn once, and not for each of its batches. A measurement, which names no epoch, always has the same. */
function drawnByEpoch(lengths: readonly number[], shares: readonly number[], length: number, seed: number): (epoch?: number) => Drawn {
  let last: { readonly epoch: number; readonly drawn: Drawn } | undefined;
  return (epoch = 0) => {
    if (last?.epoch !== epoch) last = { epoch, drawn: draw(lengths, shares, length, seed, epoch) };
    return last.drawn;
  };
}

/** All of all, one source after another. */
function oneAfterAnother(lengths: readonly number[]): Drawn {
  const all = lengths.flatMap((length, source) => Array.from(inOrder(length), (place) => [source, place] as const));
  return { sources: Uint32Array.from(all, ([source]) => source), places: Uint32Array.from(all, ([, place]) => place) };
}

/**
 * One from several: all samples of all, or, where they have shares, in each epoch so many of each, drawn anew by the seed: a small source is
 * then gone through several times, and a large one is not used up. All must have the same inputs and targets by name and shape; where only
 * some have sample weights, those of the others are 1.
 *
 * ```ts
 * const train = mixedData([{ data: photos, share: 3 }, { data: drawings, share: 1 }], { seed: 1 });
 * ```
 * @throws RangeError for sources of which some have shares and some none, or that have no samples.
 */
export function mixedData(sources: readonly DataSource[], options: MixedDataOptions = {}): Data {
  known("mixedData", options, "length", "seed");
  const lengths = sources.map(({ data }) => data.length);
  const empty = lengths.indexOf(0);
  if (sources.length === 0 || empty >= 0) throw new RangeError(`mixedData: there must be samples in each source. Received ${sources.length === 0 ? "no source" : `none in source ${empty + 1} of ${sources.length}`}.`);
  const shares = sources.flatMap(({ share }) => (share === undefined ? [] : [share]));
  if (shares.length > 0 && (shares.length < sources.length || !shares.every((share) => Number.isFinite(share) && share > 0)))
    throw new RangeError(`mixedData: every source must have a share above 0, or none any. Received ${sources.map(({ share }) => share ?? "none").join(", ")}.`);
  if (shares.length === 0 && options.length !== undefined) throw new RangeError(`mixedData: length needs shares, by which so many samples are drawn. Received ${options.length} and none.`);
  const { length = lengths.reduce((a, b) => a + b, 0), seed = 0 } = options;
  whole("mixedData", "length", length, 1);
  const all = shares.length === 0 ? oneAfterAnother(lengths) : undefined;
  const drawn = drawnByEpoch(lengths, shares, length, seed);
  return {
    length,
    ahead: Math.max(...sources.map(({ data }) => data.ahead ?? 1)),
    async batch(indices, epoch) {
      const { sources: from, places } = all ?? drawn(epoch);
      const asked = [...indices];
      const parts = await Promise.all(sources.map(async ({ data }, source) => {
        const own = asked.filter((i) => from[i] === source).map((i) => places[i] ?? 0);
        return own.length === 0 ? undefined : data.batch(Uint32Array.from(own), epoch);
      }));
      return joined(parts, asked.map((i) => from[i] ?? 0));
    },
  };
}

/**
 * The same data with each class as often as any other: samples of rare ones come several times in an epoch, and of frequent ones others in
 * each. An epoch has as many samples as before. Beside weights for classes (`classWeights` of a loss) the other way to learn from
 * imbalanced data.
 *
 * @param labels the class of each sample, `[samples]`
 * @throws RangeError for labels that are not one for each sample
 */
export function balancedData(data: Data, labels: ArrayLike<number>, options: { readonly seed?: number } = {}): Data {
  known("balancedData", options, "seed");
  if (labels.length !== data.length) throw new RangeError(`balancedData: there must be a label for each sample. Received ${labels.length} for ${data.length}.`);
  const classes = new Map<number, number[]>();
  Array.from(labels).forEach((label, i) => {
    const own = classes.get(label) ?? [];
    own.push(i);
    classes.set(label, own);
  });
  const places = [...classes].sort(([a], [b]) => a - b).map(([, all]) => all);
  const drawn = drawnByEpoch(places.map((all) => all.length), places.map(() => 1), data.length, options.seed ?? 0);
  return {
    length: data.length,
    ...(data.ahead !== undefined && { ahead: data.ahead }),
    batch(indices, epoch) {
      const { sources, places: within } = drawn(epoch);
      return data.batch(indices.map((i) => places[sources[i] ?? 0]?.[within[i] ?? 0] ?? 0), epoch);
    },
  };
}

/** The parts of a batch in the order of its samples; a sample that its source could not read is left out. */
function joined(parts: readonly (Batch | undefined)[], from: readonly number[]): Batch {
  const some = parts.filter((part) => part !== undefined);
  const [first] = some;
  if (!first) return { inputs: {}, targets: {} };
  if (some.length === 1) return first;
  const next = parts.map(() => 0);
  const lengths = parts.map((part) => Object.values(part?.inputs ?? {})[0]?.shape[0] ?? 0);
  const order = from.flatMap((source) => {
    const row = next[source] ?? 0;
    next[source] = row + 1;
    return row < (lengths[source] ?? 0) ? [[source, row] as const] : [];
  });
  const all = (of: "inputs" | "targets"): Arrays => {
    const names = Object.keys(first[of]);
    return Object.fromEntries(names.map((name) => [name, gathered(`${of.slice(0, -1)} "${name}"`, parts.map((part) => {
      if (part && String(Object.keys(part[of]).sort()) !== String([...names].sort())) throw new RangeError(`mixedData: all sources must have the same ${of}. Received ${names.join(", ")}, and ${Object.keys(part[of]).join(", ") || "none"}.`);
      return part?.[of][name];
    }), order)]));
  };
  const weighted = [...new Set(some.flatMap(({ weights = {} }) => Object.keys(weights)))];
  const ones = (length: number): NdArray => ({ shape: [length], data: new Float32Array(length).fill(1) });
  const weights = Object.fromEntries(weighted.map((name) => [name, gathered(`the weights of "${name}"`, parts.map((part, source) => part && (part.weights?.[name] ?? ones(lengths[source] ?? 0))), order)]));
  return { inputs: all("inputs"), targets: all("targets"), ...(weighted.length > 0 && { weights }) };
}

/** Rows of several arrays in this order; floats where any has some. */
function gathered(what: string, arrays: readonly (NdArray | undefined)[], order: readonly (readonly [source: number, row: number])[]): NdArray {
  const some = arrays.filter((array) => array !== undefined);
  const shapes = some.map(({ shape }) => shape.slice(1));
  const [shape = []] = shapes;
  const other = shapes.find((one) => String(one) !== String(shape));
  if (other) throw new RangeError(`mixedData: ${what} must have the same shape in all sources. Received [${shape.join(", ")}] and [${other.join(", ")}] for a sample.`);
  const size = shape.reduce((a, b) => a * b, 1);
  const data = some.some((array) => array.data instanceof Float32Array) ? new Float32Array(order.length * size) : new Int32Array(order.length * size);
  order.forEach(([source, row], i) => data.set(arrays[source]?.data.subarray(row * size, (row + 1) * size) ?? [], i * size));
  return { shape: [order.length, ...shape], data };
}
