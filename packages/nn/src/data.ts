import { received } from "@convscope/core";
import type { Arrays, NdArray } from "./array.ts";
import type { Batch } from "./engine.ts";

/** Samples that can be asked for in any order. `batch` may be slow or asynchronous: the trainer asks for the next ones early. */
export interface Data {
  /** The number of samples. */
  readonly length: number;
  /** How many batches are worth asking for before their turn; 1 unless given. */
  readonly ahead?: number;
  /**
   * The samples of these indices, inputs by graph input and targets by graph output. A training names its epoch, 1 for the first,
   * so that data that are changed at random can be changed otherwise each time; a measurement names none.
   */
  batch(indices: Uint32Array, epoch?: number): Batch | Promise<Batch>;
}

/** @throws RangeError for what is no data, which without types nothing else would say, and for no samples. */
export function checkData(where: string, what: string, data: Data): void {
  const { length, batch } = (data as Partial<Data> | undefined) ?? {};
  if (!Number.isSafeInteger(length) || typeof batch !== "function") throw new RangeError(`${where}: ${what} must have length and batch; arrayData makes it from arrays. Received ${received(data)}.`);
  if (length === 0) throw new RangeError(`${where}: ${what} must have at least one sample. Received none.`);
}

/** One array over all samples: `[samples, …]`. Bytes and whole numbers are made floats by `scale` where it is given, e.g. 1 / 255 for pixels. */
export interface Column extends NdArray {
  readonly scale?: number;
}

export interface Columns {
  readonly inputs: { readonly [graphInput: string]: Column };
  readonly targets: { readonly [graphOutput: string]: Column };
  /** How much each sample counts in the loss of an output, `[samples]`. */
  readonly weights?: { readonly [graphOutput: string]: Column };
}

/**
 * Data from arrays in memory; no batch is copied before it is asked for.
 *
 * @throws RangeError when the columns do not all have the same number of samples, or are not given by name.
 */
export function arrayData({ inputs, targets, weights }: Columns): Data {
  // Without types the arrays themselves are easily given.
  for (const [what, of] of Object.entries({ inputs: inputs as unknown, targets: targets as unknown }))
    if (typeof of !== "object" || of === null || "shape" in of) throw new RangeError(`data: ${what} must be a record of arrays by name: arrayData({ inputs: { input: x }, targets: { output: y } }). Received ${received(of)}.`);
  const columns = [...Object.entries(inputs), ...Object.entries(targets), ...Object.entries(weights ?? {})];
  const [, first] = columns[0] ?? [];
  const length = first?.shape[0] ?? 0;
  for (const [name, { shape, data }] of columns) {
    if (shape[0] !== length) throw new RangeError(`data: all columns must have the same number of samples. Received ${shape[0]} in "${name}" and ${length} in "${columns[0]?.[0]}".`);
    if (shape.reduce((a, b) => a * b, 1) !== data.length) throw new RangeError(`data: "${name}" must hold ${shape.join("×")} numbers. Received ${data.length}.`);
  }
  const gatherAll = (of: { readonly [name: string]: Column }, indices: Uint32Array): Arrays =>
    Object.fromEntries(Object.entries(of).map(([name, column]) => [name, gather(column, indices)]));
  return { length, batch: (indices) => ({ inputs: gatherAll(inputs, indices), targets: gatherAll(targets, indices), ...(weights && { weights: gatherAll(weights, indices) }) }) };
}

/** The rows of these indices, scaled. */
function gather({ shape, data, scale }: Column, indices: Uint32Array): NdArray {
  const row = shape.slice(1).reduce((a, b) => a * b, 1);
  const rows = scale === undefined && !(data instanceof Float32Array) ? new Int32Array(indices.length * row) : new Float32Array(indices.length * row);
  indices.forEach((index, i) => rows.set(data.subarray(index * row, (index + 1) * row), i * row));
  if (scale !== undefined) for (let i = 0; i < rows.length; i++) rows[i] = (rows[i] ?? 0) * scale;
  return { shape: [indices.length, ...shape.slice(1)], data: rows };
}

/** Part of some data, e.g. a training or validation split. */
export const subset = (data: Data, indices: Uint32Array): Data => ({
  length: indices.length,
  ...(data.ahead !== undefined && { ahead: data.ahead }),
  batch: (at, epoch) => data.batch(at.map((i) => indices[i] ?? 0), epoch),
});

/** The places of each batch in an order of samples: all full but perhaps the last. */
export function batchIndices(order: Uint32Array, batchSize: number): Uint32Array[] {
  return Array.from({ length: Math.ceil(order.length / batchSize) }, (_, i) => order.subarray(i * batchSize, (i + 1) * batchSize));
}

/** 0, 1, … n − 1. */
export const inOrder = (length: number): Uint32Array => Uint32Array.from({ length }, (_, i) => i);

/** The batches of these places in their order; the next are asked for before one is used. */
export async function* inAdvance(data: Data, batches: readonly Uint32Array[], epoch?: number): AsyncGenerator<Batch, void, undefined> {
  const { ahead = 1 } = data;
  const asked: (Batch | Promise<Batch>)[] = [];
  const ask = (indices: Uint32Array): void => {
    const batch = data.batch(indices, epoch);
    // If a step fails nobody waits for the batches after it, and their failure must not end the process.
    if (batch instanceof Promise) batch.catch(() => undefined);
    asked.push(batch);
  };
  for (const [i, indices] of batches.entries()) {
    if (asked.length === 0) ask(indices);
    const batch = await (asked.shift() as Batch | Promise<Batch>);
    for (const following of batches.slice(i + 1 + asked.length, i + 1 + ahead)) ask(following);
    yield batch;
  }
}

/** How many samples a batch holds: fewer than were asked for where some cannot be read. */
export const samplesIn = ({ inputs }: Batch): number => Object.values(inputs)[0]?.shape[0] ?? 0;
