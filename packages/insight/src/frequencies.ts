/** A plane of numbers as a sum of waves: the real Fourier basis of each axis, orthonormal, so that the transposed transform is the inverse. */
export interface Frequencies {
  /** From amplitudes `[H, W]` to values `[H, W]`. */
  values(amplitudes: Float64Array): Float64Array;
  /** From values, or derivatives with respect to them, to amplitudes. */
  amplitudes(values: Float64Array): Float64Array;
  /** The frequency of each amplitude, in waves per pixel: 0 … √½. */
  readonly frequency: Float64Array;
}

/** Waves over a plane of this size. Each transform is two products of matrices. */
export function frequenciesOf(height: number, width: number): Frequencies {
  const [rows, columns] = [basis(height), basis(width)];
  return {
    values: (a) => product(transposed(rows, height, height), product(a, columns, height, width, width), height, height, width),
    amplitudes: (v) => product(rows, product(v, transposed(columns, width, width), height, width, width), height, height, width),
    frequency: Float64Array.from({ length: height * width }, (_, at) => Math.hypot(Math.ceil(Math.floor(at / width) / 2) / height, Math.ceil((at % width) / 2) / width)),
  };
}

/** Row 0 is constant, rows 2k − 1 and 2k are the cosine and the sine of k waves: `[n, n]`. */
function basis(n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [row, x] = [Math.floor(at / n), at % n];
    const k = Math.ceil(row / 2);
    const phase = (2 * Math.PI * k * x) / n;
    if (row === 0 || 2 * k === n) return Math.cos(phase) / Math.sqrt(n);
    return Math.sqrt(2 / n) * (row % 2 === 1 ? Math.cos(phase) : Math.sin(phase));
  });
}

function product(a: Float64Array, b: Float64Array, rows: number, inner: number, columns: number): Float64Array {
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < inner; k++) {
      const factor = a[i * inner + k] ?? 0;
      if (factor !== 0) for (let j = 0; j < columns; j++) out[i * columns + j]! += factor * (b[k * columns + j] ?? 0);
    }
  return out;
}

const transposed = (a: Float64Array, rows: number, columns: number): Float64Array => Float64Array.from(a, (_, at) => a[(at % rows) * columns + Math.floor(at / rows)] ?? 0);
