import type { Graph } from "@convscope/core";
import { network, type Data, type Loss, type Network } from "@convscope/nn";
import { isDataName, openData } from "../open-data.ts";
import { dataOf, openSamples, tellProblems } from "../samples.ts";
import type { Config } from "../settings.ts";
import { startWeights } from "../start.ts";
import type { Terminal } from "../terminal.ts";
import { balanced } from "./balanced.ts";
import { draftOf, inputOf } from "./draft.ts";
import { checkFit, checkLastBatch } from "./graph.ts";
import type { Beginning } from "./subject.ts";

/** A training that is about to begin: its network, its loss, and the data to learn from. */
export interface Prepared {
  readonly net: Network;
  readonly graph: Graph;
  readonly loss: Loss;
  readonly train: Data;
  /** The same, as the doctor takes it. */
  readonly beginning: Beginning;
  /** The data set's title. */
  readonly title: string;
  close(): Promise<void>;
}

/** Gets everything ready that a training of this configuration begins with, and leaves nothing behind. */
export async function prepare(terminal: Terminal, config: Config): Promise<Prepared> {
  const draft = await draftOf(terminal, config, { data: isDataName(config.data) ? undefined : await openData(terminal, config) });
  const { graph, engine, policy, start } = draft;
  const data = draft.data ?? (await openData(terminal, config));
  checkFit(graph, data);
  const samples = await openSamples(data, { ...config, standardise: start ? start.standardise : config.standardise, shape: inputOf(graph), policy });
  const close = async (): Promise<void> => {
    tellProblems(terminal, samples.problems());
    await samples.close();
  };
  try {
    checkLastBatch(graph, samples.train.places.length, config);
    const { loss } = balanced(draft, samples.train.labels, data.classes.length);
    const weights = start && startWeights(graph, start, data.classes, config).weights;
    const net = await network(graph, { engine, seed: config.seed, init: config.init, ...(weights && { weights }) });
    return {
      net, graph, loss, title: data.title,
      beginning: { graph, engine, loss, config, policy, samples, classes: data.classes, weights },
      train: dataOf(samples.train, graph, loss, { mix: policy?.mix, seed: config.seed }),
      async close() {
        net.dispose();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
