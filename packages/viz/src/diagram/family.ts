import type { ColourName } from "../theme.ts";

/** What a layer is for, as far as a reader of a diagram wants to tell it from its neighbours. */
export type Family = "input" | "convolution" | "dense" | "sequence" | "pooling" | "normalization" | "activation" | "dropout" | "join" | "other" | "group";

/** How a family is called in the legend, and its colour. */
export const families: { readonly [F in Family]: { readonly name: string; readonly colour: ColourName } } = {
  input: { name: "input", colour: "muted" },
  convolution: { name: "convolution", colour: "series0" },
  dense: { name: "dense", colour: "series4" },
  sequence: { name: "attention, recurrence, embedding", colour: "series5" },
  pooling: { name: "pooling", colour: "series1" },
  normalization: { name: "normalisation", colour: "series2" },
  activation: { name: "activation", colour: "series3" },
  dropout: { name: "dropout", colour: "axis" },
  join: { name: "joining of branches", colour: "ink" },
  other: { name: "other", colour: "axis" },
  group: { name: "several layers", colour: "muted" },
};
