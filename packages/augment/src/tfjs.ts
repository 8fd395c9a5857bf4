import { augmentBatch, type ImageBatch } from "./augmentBatch.ts";
import { AugmentError } from "./error.ts";
import type { At } from "./random.ts";
import type { Pipeline } from "./step.ts";

/** What is asked of a tensor: those of TensorFlow.js have it, on every backend. */
export interface TensorLike {
  readonly shape: readonly number[];
  readonly dtype: string;
  data(): Promise<ArrayLike<number>>;
}

/** Makes a tensor: `tf.tensor`. */
export type MakeTensor<T> = (values: Float32Array | Int32Array, shape: number[], dtype: "float32" | "int32") => T;

/**
 * A tensor of images after a pipeline: `[height, width, channels]`, or `[n, height, width, channels]` with draws of its own for each.
 * int32 is taken for levels of 0 … 255, as `tf.browser.fromPixels` gives them; float32 for 0 … 1. It leaves the tensor as it is, and does not dispose of it.
 *
 * @param at seed and path of the draws; `tensor` is the function that makes the result, `tf.tensor`
 * @returns a new tensor; int32 stays int32 unless the pipeline makes floats of it (`normalize`)
 * @throws AugmentError for a tensor of another rank or type, or a pipeline that its images cannot have.
 */
export async function augmentTensor<T>(tensor: TensorLike, pipeline: Pipeline, at: At & { readonly tensor: MakeTensor<T> }): Promise<T> {
  const { shape, dtype } = tensor;
  if (shape.length !== 3 && shape.length !== 4) throw new AugmentError(`augmentTensor: the tensor must be [height, width, channels] or [n, height, width, channels]. Received [${shape.join(", ")}].`);
  if (dtype !== "float32" && dtype !== "int32") throw new AugmentError(`augmentTensor: the tensor must be of int32, levels of 0 … 255, or of float32, 0 … 1. Received ${dtype}.`);
  const values = await tensor.data();
  const batch = (shape.length === 3 ? [1, ...shape] : [...shape]) as [number, number, number, number];
  // Clamped: int32 may hold what is no level.
  const images: ImageBatch = { shape: batch, data: dtype === "int32" ? Uint8ClampedArray.from(values) : Float32Array.from(values) };
  const { shape: [count, ...each], data } = augmentBatch(images, pipeline, at);
  const result = shape.length === 3 ? [...each] : [count, ...each];
  return data instanceof Float32Array ? at.tensor(data, result, "float32") : at.tensor(Int32Array.from(data), result, "int32");
}
