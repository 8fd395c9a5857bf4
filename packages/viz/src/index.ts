export { confusionMatrix } from "./confusion-matrix.ts";
export type { ConfusionMatrixOptions } from "./confusion-matrix.ts";
export type { ConfusionData } from "./confusion.ts";
export type { Best, EpochRow, TrainingRun } from "./history.ts";
export type { FigureOptions } from "./options.ts";
export type { ThemeName } from "./theme.ts";
export { compareTrainings, trainingCurves } from "./training-curves.ts";
export type { TrainingCurvesOptions } from "./training-curves.ts";
