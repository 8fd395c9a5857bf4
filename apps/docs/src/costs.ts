import { memory, summarize, type Graph } from "@convscope/core";

/** A cost of a whole net. */
export interface Cost {
  readonly of: string;
  readonly amount: string;
  readonly about: string;
}

const grouped = (value: number): string => Math.round(value).toLocaleString("en-GB");
/** Bytes as people say them, in powers of 1024. */
export function bytesText(bytes: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)));
  return `${Number((bytes / 1024 ** power).toPrecision(3)).toLocaleString("en-GB")} ${units[power] ?? ""}`;
}

/** What a net costs: work for one picture, memory for a batch of them. */
export function costsOf(graph: Graph, batchSize: number): readonly Cost[] {
  const summary = summarize(graph);
  const { parameters, activations, inferencePeak, training } = memory(graph, { batchSize });
  return [
    { of: "Parameters", amount: grouped(summary.params), about: "numbers that are learned" },
    { of: "MACs", amount: grouped(summary.macs), about: "of convolutions and dense layers, for one picture" },
    { of: "FLOPs", amount: grouped(summary.flops), about: "twice the MACs" },
    { of: "Weights", amount: bytesText(parameters), about: "four bytes each" },
    { of: "Activations", amount: bytesText(activations), about: "all outputs of the batch, as training keeps them" },
    { of: "Inference", amount: bytesText(inferencePeak), about: "the most held at once beside the weights, for the batch" },
    { of: "Training", amount: bytesText(training.adam), about: "weights, gradients, Adam's two arrays, activations with their gradients" },
  ];
}
