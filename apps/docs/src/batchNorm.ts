/** A batch of one channel, normalised. */
export interface Normalised {
  readonly mean: number;
  readonly variance: number;
  readonly normalised: readonly number[];
  readonly output: readonly number[];
}

/** What batch normalisation makes of one channel in training: arXiv:1502.03167, algorithm 1. */
export function batchNormalised(values: readonly number[], { scale, shift, epsilon = 1e-5 }: { readonly scale: number; readonly shift: number; readonly epsilon?: number }): Normalised {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const normalised = values.map((value) => (value - mean) / Math.sqrt(variance + epsilon));
  return { mean, variance, normalised, output: normalised.map((value) => scale * value + shift) };
}
