import type { Arrays, NdArray } from "./array.ts";
import type { Batch } from "./engine.ts";

/** Samples that can be asked for in any order. `batch` may be slow or asynchronous: the trainer asks for the next one early. */
export interface Data {
  /** The number of samples. */
  readonly length: number;
  /** The samples of these indices, inputs by graph input and targets by graph output. */
  batch(indices: Uint32Array): Batch | Promise<Batch>;
}

/** One array over all samples: `[samples, …]`. Bytes and whole numbers are made floats by `scale` where it is given, e.g. 1 / 255 for pixels. */
export interface Column extends NdArray {
  readonly scale?: number;
}

export interface Columns {
  readonly inputs: { readonly [graphInput: string]: Column };
  readonly targets: { readonly [graphOutput: string]: Column };
}

/**
 * Data from arrays in memory; no batch is copied before it is asked for.
 *
 * @throws RangeError when the columns do not all have the same number of samples.
 */
export function arrayData({ inputs, targets }: Columns): Data {
  const columns = [...Object.entries(inputs), ...Object.entries(targets)];
  const [, first] = columns[0] ?? [];
  const length = first?.shape[0] ?? 0;
  for (const [name, { shape, data }] of columns) {
    if (shape[0] !== length) throw new RangeError(`data: all columns must have the same number of samples. Received ${shape[0]} in "${name}" and ${length} in "${columns[0]?.[0]}".`);
    if (shape.reduce((a, b) => a * b, 1) !== data.length) throw new RangeError(`data: "${name}" must hold ${shape.join("×")} numbers. Received ${data.length}.`);
  }
  const gatherAll = (of: { readonly [name: string]: Column }, indices: Uint32Array): Arrays =>
    Object.fromEntries(Object.entries(of).map(([name, column]) => [name, gather(column, indices)]));
  return { length, batch: (indices) => ({ inputs: gatherAll(inputs, indices), targets: gatherAll(targets, indices) }) };
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
  batch: (at) => data.batch(at.map((i) => indices[i] ?? 0)),
});

/** The places of each batch in an order of samples: all full but perhaps the last. */
export function batchIndices(order: Uint32Array, batchSize: number): Uint32Array[] {
  return Array.from({ length: Math.ceil(order.length / batchSize) }, (_, i) => order.subarray(i * batchSize, (i + 1) * batchSize));
}

/** 0, 1, … n − 1. */
export const inOrder = (length: number): Uint32Array => Uint32Array.from({ length }, (_, i) => i);
