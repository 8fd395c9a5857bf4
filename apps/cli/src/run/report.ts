import type { ImageDataset } from "@convscope/datasets";
import { classificationReport, evaluate, predictedClasses, type ClassificationReport, type Loss, type Network } from "@convscope/nn";
import { dataOf } from "../data.ts";
import { probabilities } from "../probabilities.ts";

/** How a network does on the test set. */
export interface Report extends ClassificationReport {
  readonly loss: number;
  readonly macroF1: number;
  /** `[samples, classes]`, row after row. */
  readonly probabilities: Float32Array;
  /** The likeliest class of each sample. */
  readonly predicted: Uint32Array;
}

/** Measures a network on the test set of a data set. */
export async function reportOn(net: Network, dataset: ImageDataset, loss: Loss, onProgress?: (seen: number, total: number) => void): Promise<Report> {
  const [input = ""] = Object.keys(net.graph.inputs);
  const [output = ""] = net.graph.outputs;
  const evaluation = await evaluate(net, dataOf(dataset.test, input, output), { loss, keep: true, ...(onProgress && { onBatchEnd: onProgress }) });
  const scores = evaluation.outputs[output] ?? { shape: [0, dataset.classes.length], data: new Float32Array() };
  const report = classificationReport({ scores, labels: evaluation.targets[output] ?? { shape: [0], data: new Int32Array() }, classes: dataset.classes });
  return { ...report, loss: evaluation.loss, macroF1: report.macro.f1, probabilities: probabilities(net.graph, scores).data, predicted: predictedClasses(scores.data, dataset.classes.length) };
}
