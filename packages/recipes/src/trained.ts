import type { Graph } from "@convscope/core";
import { evaluate, network, type Arrays, type Data, type EpochLog, type FitOptions, type NetworkOptions } from "@convscope/nn";
import type { Workbench } from "./recipe.ts";

/** A network after its training, and what it says of test samples. */
export interface Trained {
  readonly graph: Graph;
  readonly weights: Arrays;
  readonly history: readonly EpochLog[];
  /** Of the test samples. */
  readonly accuracy: number;
  /** The first output for the test samples, `[samples, …]`, row-major. */
  readonly scores: ArrayLike<number>;
}

/** One stage of a recipe that compares several: a network is made, trained, tested, and put away. */
export async function trained(bench: Workbench, stage: string, graph: Graph, data: { readonly train: Data; readonly test: Data }, options: FitOptions, start: Pick<NetworkOptions, "weights" | "init"> = {}): Promise<Trained> {
  bench.say(stage);
  const net = await network(graph, { engine: bench.engine, seed: bench.seed, ...start });
  try {
    const { history } = await bench.fit(stage, net, data.train, options);
    const { metrics, outputs } = await evaluate(net, data.test, { loss: options.loss, keep: true });
    return { graph, weights: await net.weights(), history, accuracy: metrics["accuracy"] ?? NaN, scores: outputs[graph.outputs[0] ?? ""]?.data ?? [] };
  } finally {
    net.dispose();
  }
}
