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

/** Measures a network on the test set of a data set. Throws the signal's reason when that is aborted: half a test set tells nothing. */
export async function reportOn(net: Network, { test, classes }: Pick<ImageDataset, "test" | "classes">, loss: Loss, signal: AbortSignal): Promise<Report> {
  const [output = ""] = net.graph.outputs;
  signal.throwIfAborted();
  const evaluation = await evaluate(net, dataOf(test, net.graph, loss), { loss, keep: true, signal });
  signal.throwIfAborted();
  const scores = evaluation.outputs[output] ?? { shape: [0, classes.length], data: new Float32Array() };
  const report = classificationReport({ scores, labels: { shape: [test.labels.length], data: Int32Array.from(test.labels) }, classes });
  return { ...report, loss: evaluation.loss, macroF1: report.macro.f1, probabilities: probabilities(net.graph, scores).data, predicted: predictedClasses(scores.data, classes.length) };
}
