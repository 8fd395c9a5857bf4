import { confusionMatrix, maskScores, type MaskScores } from "@convscope/nn";
import type { Rows } from "./rows.ts";

/** How well two grids of classes agree, with how many pixels of each class both hold. @throws RangeError in the package's words. */
export function maskAgreement(truth: Rows, found: Rows): MaskScores & { readonly counts: readonly { readonly both: number; readonly truth: number; readonly found: number }[] } {
  const [a, b] = [truth.flat(), found.flat()];
  const classes = Math.max(2, 1 + Math.max(0, ...[...a, ...b].filter((value) => Number.isInteger(value) && value < 10)));
  const matrix = confusionMatrix(a, b, classes);
  const counts = matrix.map((row, i) => ({ both: row[i] ?? 0, truth: row.reduce((sum, count) => sum + count, 0), found: matrix.reduce((sum, other) => sum + (other[i] ?? 0), 0) }));
  return { ...maskScores(matrix), counts };
}

/** The lesson's masks: a square, and where it was found. */
export const squareMask: Rows = [[0, 0, 0, 0], [0, 1, 1, 0], [0, 1, 1, 0], [0, 0, 0, 0]];
export const foundMask: Rows = [[0, 0, 0, 0], [0, 0, 1, 1], [0, 0, 1, 1], [0, 0, 0, 0]];
