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

/** What a set of pictures is trained with. */
export interface Suiting {
  readonly model: string;
  readonly epochs: number;
  readonly learningRate: number;
}

const digits: Suiting = { model: "mnist-cnn", epochs: 3, learningRate: 0.001 };

/** Shapes turn, overlap and have no fixed place: they take longer to tell apart. Of pictures of one's own there are few, and an epoch is short. */
const suiting: { readonly [data: string]: Suiting } = {
  strokes: digits,
  files: digits,
  shapes: { model: "cifar-cnn", epochs: 20, learningRate: 0.003 },
  own: { ...digits, epochs: 20 },
};

/** The settings where the pictures change: what suited the ones before follows, and what somebody has chosen stays. */
export function suited(set: Suiting, before: string, data: string): Suiting {
  const [old, now] = [suiting[before] ?? digits, suiting[data] ?? digits];
  const of = <K extends keyof Suiting>(key: K): Suiting[K] => (set[key] === old[key] ? now[key] : set[key]);
  return { model: of("model"), epochs: of("epochs"), learningRate: of("learningRate") };
}
