import * as tf from "@tensorflow/tfjs-core";
import type { SimdBackend } from "./backend.ts";
import { activations, describe, type Activation } from "./describe.ts";
import { sumsOfNothing } from "./nothing.ts";

export interface MatMul {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly bias?: tf.TensorInfo | undefined;
  readonly activation: Activation;
}

/**
 * a `[…, m, k]` · b `[…, k, n]`, the batches broadcast.
 *
 * @throws Error when the inner sizes differ.
 */
export function matMul(backend: SimdBackend, a: tf.TensorInfo, b: tf.TensorInfo, { transposeA, transposeB, bias, activation }: MatMul): tf.TensorInfo {
  const [m = 1, k = 1] = order(a.shape.slice(-2), transposeA);
  const [inner = 1, n = 1] = order(b.shape.slice(-2), transposeB);
  tf.util.assert(k === inner, () => `matMul: the inner sizes must be equal. Received [${a.shape.join(", ")}] and [${b.shape.join(", ")}] with transposeA=${transposeA}, transposeB=${transposeB}.`);
  const [aBatch, bBatch] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const batch = tf.broadcast_util.assertAndGetBroadcastShape(aBatch, bBatch);
  if (k === 0) return sumsOfNothing(backend, [...batch, m, n], bias, activation);
  const c = backend.output([...batch, m, n]);
  const products = tf.util.sizeFromShape(batch);
  if (products * m * n === 0) return c;
  const { exports } = backend;
  if (products === 1 && m <= 4 && !transposeA && !transposeB) {
    exports.fewRows(backend.pointer(a), backend.pointer(b), backend.pointer(c), bias ? backend.pointer(bias) : 0, m, n, k, activations.indexOf(activation));
    return c;
  }
  const bCount = tf.util.sizeFromShape(bBatch);
  const pairs = interleaved(placesOf(aBatch, batch), placesOf(bBatch, batch));
  backend.borrow(8 * products, (pairsAt) =>
    backend.borrow(4 * bCount * 8 * Math.ceil(n / 8) * k, (panels) => {
      new Int32Array(backend.machine.memory.memory.buffer, pairsAt, 2 * products).set(pairs);
      describe(backend, [
        backend.pointer(a), backend.pointer(b), backend.pointer(c), panels, bias ? backend.pointer(bias) : 0, pairsAt, products, bCount, m, n, k,
        Number(transposeA), Number(transposeB), activations.indexOf(activation), m * products >= 256 ? 64 : 16,
      ], exports.matrices);
    }),
  );
  return c;
}

const order = (shape: readonly number[], transposed: boolean): readonly number[] => (transposed ? [...shape].reverse() : shape);

/** For each matrix of a broadcast batch the number of the one that is read. */
function placesOf(shape: readonly number[], batch: readonly number[]): readonly number[] {
  let places = [0];
  let size = 1;
  const from = batch.length - shape.length;
  // From the last axis on: what lies before is repeated behind every place of this one.
  for (let axis = batch.length - 1; axis >= 0; axis--) {
    const own = shape[axis - from] ?? 1;
    const step = own === 1 ? 0 : size;
    places = Array.from({ length: batch[axis] ?? 1 }, (_, i) => places.map((place) => i * step + place)).flat();
    size *= own;
  }
  return places;
}

const interleaved = (a: readonly number[], b: readonly number[]): readonly number[] => a.flatMap((place, i) => [place, b[i] ?? 0]);
