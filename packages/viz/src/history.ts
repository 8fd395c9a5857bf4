/** What one epoch measured. Null, NaN and absent all mean: not measured. */
export interface EpochRow {
  readonly epoch: number;
  readonly loss: number | null;
  /** Share of right predictions, 0 … 1. */
  readonly accuracy?: number | null | undefined;
  readonly valLoss?: number | null | undefined;
  readonly valAccuracy?: number | null | undefined;
  /** Of the last step. */
  readonly learningRate?: number | null | undefined;
}

/** One training with its name. */
export interface TrainingRun {
  readonly name: string;
  readonly history: readonly EpochRow[];
}

export type Quantity = "loss" | "accuracy";
export type Part = "training" | "validation";

/** The key of a history under which a curve's values are. */
const keys = { loss: { training: "loss", validation: "valLoss" }, accuracy: { training: "accuracy", validation: "valAccuracy" } } as const;

/** A measured value, or undefined. */
export function measured(row: EpochRow, quantity: Quantity, part: Part): number | undefined {
  const value = row[keys[quantity][part]];
  return value == null || !Number.isFinite(value) ? undefined : value;
}

/**
 * Running means of all curves of a history: each earlier epoch counts `weight` times as much as the one after it. They are divided by what
 * the weights of the epochs so far come to, so that the first is the value itself. What was not measured stays so.
 */
export function smoothed(history: readonly EpochRow[], weight: number): readonly EpochRow[] {
  const mean = (key: "loss" | "valLoss" | "accuracy" | "valAccuracy"): readonly (number | null)[] => {
    let [sum, weights] = [0, 0];
    return history.map(({ [key]: value }) => {
      if (value == null || !Number.isFinite(value)) return null;
      [sum, weights] = [weight * sum + value, weight * weights + 1];
      return sum / weights;
    });
  };
  const [loss, valLoss, accuracy, valAccuracy] = [mean("loss"), mean("valLoss"), mean("accuracy"), mean("valAccuracy")];
  return history.map((row, i) => ({ ...row, loss: loss[i] ?? null, valLoss: valLoss[i], accuracy: accuracy[i], valAccuracy: valAccuracy[i] }));
}

/** By which quantity the best epoch is chosen, or which epoch it is. */
export type Best = "valAccuracy" | "valLoss" | number | "none";

/** How the epoch that is marked was chosen. */
export type Chosen = "valAccuracy" | "valLoss";

/** "lowest validation loss". */
export const chosenInWords: Readonly<Record<Chosen, string>> = { valAccuracy: "highest validation accuracy", valLoss: "lowest validation loss" };

/** By what the marked epoch was chosen; undefined for an epoch of which that is not told. */
export const chosenBy = (best: Best, told: Chosen | ""): Chosen | undefined => (told !== "" ? told : best === "valAccuracy" || best === "valLoss" ? best : undefined);

const validation = (row: EpochRow, quantity: Quantity): number => {
  const value = measured(row, quantity, "validation");
  if (value === undefined) return Number.NEGATIVE_INFINITY;
  return quantity === "loss" ? -value : value;
};

/** The row of the best epoch: ties go to the lower or higher other quantity, then to the first. Undefined where nothing was validated. */
export function bestRow(history: readonly EpochRow[], best: Best): EpochRow | undefined {
  if (best === "none") return undefined;
  if (typeof best === "number") return history.find(({ epoch }) => epoch === best);
  const [first, second]: readonly [Quantity, Quantity] = best === "valLoss" ? ["loss", "accuracy"] : ["accuracy", "loss"];
  const ranked = history.filter((row) => Number.isFinite(validation(row, first)) || Number.isFinite(validation(row, second)));
  const better = (a: EpochRow, b: EpochRow): boolean => {
    const [firstA, firstB] = [validation(a, first), validation(b, first)];
    return firstA === firstB ? validation(a, second) > validation(b, second) : firstA > firstB;
  };
  return ranked.reduce<EpochRow | undefined>((found, row) => (found === undefined || better(row, found) ? row : found), undefined);
}
