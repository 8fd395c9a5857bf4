import { shown } from "../shown.ts";

/** The numbers of a training, by the words of their fields. */
export const fields = {
  train: { label: "How many", least: 100, most: 20_000, whole: true },
  epochs: { label: "Epochs", least: 1, most: 100, whole: true },
  batchSize: { label: "Batch", least: 1, most: 512, whole: true },
  learningRate: { label: "Learning rate", least: 1e-7, most: 10, whole: false },
  seed: { label: "Seed", least: 0, most: Number.MAX_SAFE_INTEGER, whole: true },
} as const;

type FieldName = keyof typeof fields;

/** The first field that holds what it cannot, in the page's words; empty where all are right. How many there are is only asked of drawn pictures. */
export function fieldsRefused(set: { readonly [name in FieldName]: unknown }, drawn: boolean): string {
  for (const [name, { label, least, most, whole }] of Object.entries(fields)) {
    const value = set[name as FieldName];
    if ((name === "train" && !drawn) || (typeof value === "number" && value >= least && value <= most && (!whole || Number.isInteger(value)))) continue;
    const range = most === Number.MAX_SAFE_INTEGER ? `from ${least} on` : `from ${shown(least)} to ${most.toLocaleString("en-GB")}`;
    return `“${label}” must be a ${whole ? "whole " : ""}number ${range}. ${typeof value === "number" ? `Received ${shown(value)}` : "It is empty"}.`;
  }
  return "";
}

/** How many pictures are drawn to test with. */
export const testsOf = (train: number): number => Math.ceil(Math.max(0, Number(train)) / 5);

const own = { strokes: "mnist-cnn", files: "mnist-cnn", shapes: "cifar-cnn" } as const;

/** The network to take where the pictures change: one that somebody has chosen stays, and one that is named after other pictures does not. */
export function modelFor(data: string, model: string): string {
  return data in own && Object.values<string>(own).includes(model) ? own[data as keyof typeof own] : model;
}
