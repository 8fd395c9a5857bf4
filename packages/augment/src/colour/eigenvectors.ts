/**
 * Eigenvalues and eigenvectors of a symmetric matrix `[3, 3]`, largest value first, by Jacobi's rotations (1846). A vector is a row of
 * `vectors` and of length 1; of it and its negative the one whose parts sum to more is taken.
 */
export function eigenvectors3(matrix: readonly number[]): { readonly values: readonly number[]; readonly vectors: readonly number[] } {
  const a = Float64Array.from(matrix);
  const v = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
  // Every round squares what is left beside the diagonal; a few do, and more change nothing.
  for (let round = 0; round < 20; round++)
    for (const [p, q] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const)
      rotate(a, v, p, q);
  const order = [0, 1, 2].sort((i, j) => at(a, j, j) - at(a, i, i));
  return {
    values: order.map((i) => at(a, i, i)),
    vectors: order.flatMap((i) => {
      const vector = [at(v, 0, i), at(v, 1, i), at(v, 2, i)];
      return vector.reduce((sum, part) => sum + part) < 0 ? vector.map((part) => -part) : vector;
    }),
  };
}

const at = (matrix: Float64Array, row: number, column: number): number => matrix[3 * row + column] as number;

/** Turns the plane of p and q so that their covariance becomes 0: A ← RᵀAR, V ← VR. */
function rotate(a: Float64Array, v: Float64Array, p: number, q: number): void {
  if (at(a, p, q) === 0) return;
  const angle = 0.5 * Math.atan2(2 * at(a, p, q), at(a, q, q) - at(a, p, p));
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  for (const matrix of [a, v]) for (let i = 0; i < 3; i++) turn(matrix, 3 * i + p, 3 * i + q, cos, sin);
  for (let i = 0; i < 3; i++) turn(a, 3 * p + i, 3 * q + i, cos, sin);
}

function turn(matrix: Float64Array, i: number, j: number, cos: number, sin: number): void {
  const [x, y] = [matrix[i] as number, matrix[j] as number];
  matrix[i] = cos * x - sin * y;
  matrix[j] = sin * x + cos * y;
}
