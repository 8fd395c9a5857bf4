import type { JudgedPictures } from "./tabTraining.ts";

/** `[true class][predicted class]`, counts. */
export function confusionOf({ pictures, predicted }: Pick<JudgedPictures, "pictures" | "predicted">, classes: number): number[][] {
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  predicted.forEach((said, i) => {
    const row = matrix[pictures.labels[i] ?? 0];
    if (row) row[said] = (row[said] ?? 0) + 1;
  });
  return matrix;
}

/** Places of the pictures of a cell of that matrix. */
export const placesOf = ({ pictures, predicted }: Pick<JudgedPictures, "pictures" | "predicted">, truth: number, said: number, most: number): number[] =>
  Array.from(predicted.keys()).filter((i) => predicted[i] === said && pictures.labels[i] === truth).slice(0, most);

/** The cell with the most mistakes, or the first of the diagonal where there are none. */
export function worstCell(matrix: readonly (readonly number[])[]): { readonly truth: number; readonly predicted: number } {
  let [worst, most] = [{ truth: 0, predicted: 0 }, 0];
  matrix.forEach((row, truth) => row.forEach((count, predicted) => {
    if (truth !== predicted && count > most) [worst, most] = [{ truth, predicted }, count];
  }));
  return worst;
}

/** Scores `[n, classes]` as probabilities, row by row. The networks of the site end in scores. */
export function softmaxRows(scores: ArrayLike<number>, classes: number): Float32Array {
  const rows = new Float32Array(scores.length);
  for (let at = 0; at < scores.length; at += classes) {
    const row = Array.from({ length: classes }, (_, c) => scores[at + c] ?? 0);
    const most = Math.max(...row);
    const powers = row.map((score) => Math.exp(score - most));
    const sum = powers.reduce((a, b) => a + b, 0);
    powers.forEach((power, c) => (rows[at + c] = power / sum));
  }
  return rows;
}
