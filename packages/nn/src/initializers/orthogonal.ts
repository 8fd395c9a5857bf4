import { positive, recordOf, type FieldsOf, type OptionsOf } from "../record.ts";
import type { Random } from "../random.ts";
import { sizeOf, type Generator } from "./initializer.ts";

/**
 * A random matrix that turns without stretching, times `gain`: its rows or its columns, whichever are fewer, are orthonormal. The
 * array is taken as a matrix of its last axis by all the others. arXiv:1312.6120, section 3; PyTorch `init.orthogonal_`, Keras `Orthogonal`.
 */
export interface Orthogonal {
  readonly kind: "orthogonal";
  readonly gain: number;
}

const fields: FieldsOf<Orthogonal> = { gain: positive };
export const orthogonal = (options: OptionsOf<Orthogonal> = {}): Orthogonal => recordOf({ kind: "orthogonal", gain: 1 }, fields, options);

export const generateOrthogonal: Generator<Orthogonal> = ({ gain }, spec, random) => {
  const columns = spec.shape.at(-1) ?? 1;
  const rows = sizeOf(spec) / columns;
  const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)];
  const vectors = orthonormal(count, length, random);
  const numbers = new Float32Array(rows * columns);
  const wide = columns >= rows;
  for (const [i, vector] of vectors.entries())
    for (let j = 0; j < length; j++) numbers[wide ? i * columns + j : j * columns + i] = gain * (vector[j] ?? 0);
  return numbers;
};

/** Gaussian vectors made orthonormal by Gram–Schmidt, twice, which is as exact as rotations. Uniform over all such sets. */
function orthonormal(count: number, length: number, random: Random): Float64Array[] {
  const vectors: Float64Array[] = [];
  while (vectors.length < count) {
    const vector = Float64Array.from({ length }, () => random.normal());
    for (let pass = 0; pass < 2; pass++)
      for (const other of vectors) {
        let dot = 0;
        for (let j = 0; j < length; j++) dot += (vector[j] ?? 0) * (other[j] ?? 0);
        for (let j = 0; j < length; j++) vector[j] = (vector[j] ?? 0) - dot * (other[j] ?? 0);
      }
    const norm = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0));
    // Too little left of it to tell its direction: draw another.
    if (norm > 1e-6) vectors.push(vector.map((x) => x / norm));
  }
  return vectors;
}
