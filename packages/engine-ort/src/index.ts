export { toOnnxTraining, type OnnxTraining, type OnnxTrainingOptions } from "./export/toOnnxTraining.ts";
export { ort, ortLoader, ortOnCards, type OrtOptions } from "./loader.ts";
export type { Provider } from "./provider.ts";
