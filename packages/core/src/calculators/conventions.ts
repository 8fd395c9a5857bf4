import type { Work } from "../layer.ts";

/** How one kind of work is counted: its own multiply–accumulates, nothing, or so much for each element. */
export type Count = "macs" | "nothing" | { readonly times: number; readonly per: "output" | "input" };

/** A way of counting that others use, so that two numbers for one net can be told apart. */
export interface Convention {
  readonly title: string;
  readonly note: string;
  /** Whether its number of parameters includes arrays that are not learned, such as running means. */
  readonly parameters: "trainable" | "all";
  readonly work: { readonly [W in Work]: Count };
}

export type ConventionName = "torchvision" | "keras" | "timm" | "paper" | "all";

const multiplied = { convolution: "macs", dense: "macs" } as const;

export const conventions: { readonly [name in ConventionName]: Convention } = {
  torchvision: {
    title: "torchvision",
    note: "learned parameters; MACs of convolutions and dense layers only",
    parameters: "trainable",
    work: { ...multiplied, matmul: "nothing", recurrent: "nothing", normalization: "nothing", pooling: "nothing", other: "nothing" },
  },
  keras: {
    title: "Keras",
    note: "all parameters, running statistics included, as model.summary() totals them; MACs as torchvision",
    parameters: "all",
    work: { ...multiplied, matmul: "nothing", recurrent: "nothing", normalization: "nothing", pooling: "nothing", other: "nothing" },
  },
  timm: {
    title: "timm",
    note: "learned parameters; MACs of convolutions, dense layers and matrix products, and two for each normalised value, as fvcore counts them",
    parameters: "trainable",
    work: { ...multiplied, matmul: "macs", recurrent: "macs", normalization: { times: 2, per: "output" }, pooling: "nothing", other: "nothing" },
  },
  paper: {
    title: "the papers",
    note: "learned parameters; multiply-adds of convolutions and dense layers, which papers call FLOPs since arXiv:1512.03385",
    parameters: "trainable",
    work: { ...multiplied, matmul: "nothing", recurrent: "nothing", normalization: "nothing", pooling: "nothing", other: "nothing" },
  },
  all: {
    title: "everything",
    note: "all parameters; every multiply–accumulate of weighted sums and matrix products, one for each normalised value",
    parameters: "all",
    work: { ...multiplied, matmul: "macs", recurrent: "macs", normalization: { times: 1, per: "output" }, pooling: "macs", other: "macs" },
  },
};
