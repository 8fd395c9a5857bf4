import type { Arrays, NdArray } from "./array.ts";
import { breather } from "./breathe.ts";
import { batchIndices, checkData, inAdvance, inOrder, samplesIn, type Data } from "./data.ts";
import { LossMeans } from "./lossMeans.ts";
import { Means } from "./means.ts";
import { measures, metricsOf, type MetricsByOutput } from "./metric.ts";
import type { Network } from "./network.ts";
import { objectiveOf, type LossOption } from "./objective.ts";
import { known, whole } from "./options.ts";
import { concatenateRows } from "./rows.ts";

export interface EvaluateOptions {
  readonly loss: LossOption;
  readonly batchSize?: number;
  readonly metrics?: MetricsByOutput;
  /** Give back all outputs and targets too, e.g. for a confusion matrix. */
  readonly keep?: boolean;
  readonly onBatchEnd?: (seen: number, total: number) => void;
  readonly signal?: AbortSignal;
}

export interface Evaluation {
  readonly loss: number;
  /** By name; where several outputs have a loss, `output.accuracy` and the loss of each as `output.loss`. */
  readonly metrics: { readonly [name: string]: number };
  /** All outputs and targets `[samples, …]`, where `keep` asked for them. */
  readonly outputs: Arrays;
  readonly targets: Arrays;
}

/**
 * Measures a network on data, as at inference. After an abort it is of the samples seen so far.
 *
 * @throws RangeError for options that do not fit the network, or no samples.
 */
export async function evaluate(network: Network, data: Data, options: EvaluateOptions): Promise<Evaluation> {
  known("evaluate", options, "loss", "batchSize", "metrics", "keep", "onBatchEnd", "signal");
  const { batchSize = 128, keep = false, onBatchEnd, signal } = options;
  whole("evaluate", "batchSize", batchSize, 1);
  checkData("evaluate", "data", data);
  const objective = objectiveOf(network.graph, options.loss);
  const metrics = metricsOf(objective, options.metrics);
  const means = new Means();
  const losses = new LossMeans(objective);
  const breathe = breather();
  const kept: { outputs: Arrays; targets: Arrays }[] = [];
  let seen = 0;
  for await (const batch of inAdvance(data, batchIndices(inOrder(data.length), batchSize))) {
    if (signal?.aborted) break;
    const samples = samplesIn(batch);
    const result = await network.measure(batch, objective);
    means.add(samples, measures(metrics, result, batch.targets));
    losses.add(batch, result);
    if (keep) kept.push({ outputs: result.outputs, targets: batch.targets });
    seen += samples;
    onBatchEnd?.(seen, data.length);
    await breathe();
  }
  const { loss = NaN, ...rest }: Record<string, number> = { ...(seen > 0 && losses.values()), ...means.values() };
  const join = (of: "outputs" | "targets"): Arrays =>
    Object.fromEntries(Object.keys(kept[0]?.[of] ?? {}).map((name) => [name, concatenateRows(kept.map((part) => part[of][name] as NdArray))]));
  return { loss, metrics: rest, outputs: join("outputs"), targets: join("targets") };
}
