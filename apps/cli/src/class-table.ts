import { grouped, percent, table } from "./table.ts";

/** How well one class is told from the others; shares of 0 to 1. */
export interface ClassRow {
  readonly class: string;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Images of the class. */
  readonly support: number;
}

/** Precision, recall and F1 of each class, for a terminal. */
export const classTable = (rows: readonly ClassRow[], heading: (text: string) => string): string =>
  table(
    rows,
    [
      { title: "class", of: (row) => row.class },
      { title: "precision", of: ({ precision }) => percent(precision), align: "right" },
      { title: "recall", of: ({ recall }) => percent(recall), align: "right" },
      { title: "F1", of: ({ f1 }) => percent(f1), align: "right" },
      { title: "images", of: ({ support }) => grouped(support), align: "right" },
    ],
    heading,
  );
