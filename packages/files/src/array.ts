/** Numbers with a shape, row-major. */
export interface NdArray {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array | Uint8Array;
}

/** Arrays by name. */
export type Arrays = { readonly [name: string]: NdArray };

/** A file that is not what it says it is. The message says where, and what to do. */
export class FormatError extends Error {
  override readonly name = "FormatError";
}
