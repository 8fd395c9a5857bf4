import type { ImageDataset } from "@convscope/datasets";
import { classificationReport, evaluate, type ClassificationReport, type Loss, type Network } from "@convscope/nn";
import { dataOf } from "../data.ts";
import { probabilities } from "../probabilities.ts";

/** How a network does on the test set. */
export interface Report extends ClassificationReport {
  readonly loss: number;
  readonly macroF1: number;
  /** `[samples, classes]`, row after row. */
  readonly probabilities: Float32Array;
}

/** Measures a network on the test set of a data set. */
export async function reportOn(net: Network, dataset: ImageDataset, loss: Loss, onProgress?: (seen: number, total: number) => void): Promise<Report> {
  const [input = ""] = Object.keys(net.graph.inputs);
  const [output = ""] = net.graph.outputs;
  const evaluation = await evaluate(net, dataOf(dataset.test, input, output), { loss, keep: true, ...(onProgress && { onBatchEnd: onProgress }) });
  const values = probabilities(net.graph, evaluation.outputs[output] ?? { shape: [0, 0], data: new Float32Array() });
  const report = classificationReport({ probabilities: values.data, labels: dataset.test.labels, classes: dataset.classes });
  return { ...report, loss: evaluation.loss, macroF1: report.macro.f1, probabilities: values.data };
}
