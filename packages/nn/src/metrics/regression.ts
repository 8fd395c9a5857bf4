/** How far predicted numbers are from their targets. */
export interface RegressionScores {
  /** Mean squared error. */
  readonly mse: number;
  /** Its root, in the unit of the targets. */
  readonly rmse: number;
  /** Mean absolute error. */
  readonly mae: number;
  /** The share of the targets' variance that is explained: 1 is perfect, 0 is always saying their mean. */
  readonly r2: number;
}

/** @throws RangeError for lists of different lengths. */
export function regressionScores(targets: ArrayLike<number>, predictions: ArrayLike<number>): RegressionScores {
  const { length } = targets;
  if (length !== predictions.length) throw new RangeError(`regression: there must be one prediction for each target. Received ${length} targets and ${predictions.length} predictions.`);
  const values = Float64Array.from(targets);
  const mean = values.reduce((a, b) => a + b, 0) / length;
  let [squared, absolute, spread] = [0, 0, 0];
  for (const [i, target] of values.entries()) {
    const error = (predictions[i] ?? NaN) - target;
    squared += error * error;
    absolute += Math.abs(error);
    spread += (target - mean) ** 2;
  }
  const mse = squared / length;
  return { mse, rmse: Math.sqrt(mse), mae: absolute / length, r2: spread === 0 ? Number(squared === 0) : 1 - squared / spread };
}
