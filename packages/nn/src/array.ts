/** Numbers with a shape, in row-major order, as they cross the border of every public call. `shape` includes the batch axis where there is one. */
export interface NdArray {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array | Uint8Array;
}

/** Arrays by name: weights as `node.weight-name`, inputs and outputs by the graph's names. */
export type Arrays = { readonly [name: string]: NdArray };
