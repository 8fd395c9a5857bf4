import { classificationReport, evaluate, predictedClasses, type ClassificationReport, type Loss, type Network } from "@convscope/nn";
import { probabilities } from "../probabilities.ts";
import { dataOf, without, type Part } from "../samples.ts";

/** How a network does on the test set. */
export interface Report extends ClassificationReport {
  readonly loss: number;
  readonly macroF1: number;
  /** `[samples, classes]`, row after row. */
  readonly probabilities: Float32Array;
  /** The likeliest class of each sample. */
  readonly predicted: Uint32Array;
  /** What was measured: the test samples that could be read. */
  readonly tested: Part;
}

/** Measures a network on test samples. Throws the signal's reason when that is aborted: half a test set tells nothing. */
export async function reportOn(net: Network, test: Part, classes: readonly string[], loss: Loss, signal: AbortSignal, onBatchEnd: (seen: number, total: number) => void = () => undefined): Promise<Report> {
  const [output = ""] = net.graph.outputs;
  signal.throwIfAborted();
  const unread = new Set<number>();
  const evaluation = await evaluate(net, dataOf(test, net.graph, loss, { unread }), { loss, keep: true, signal, onBatchEnd });
  signal.throwIfAborted();
  const scores = evaluation.outputs[output] ?? { shape: [0, classes.length], data: new Float32Array() };
  const tested = without(test, unread);
  const report = classificationReport({ scores, labels: { shape: [tested.labels.length], data: tested.labels }, classes });
  return { ...report, tested, loss: evaluation.loss, macroF1: report.macro.f1, probabilities: probabilities(net.graph, scores).data, predicted: predictedClasses(scores.data, classes.length) };
}
