import { inferShapes, type Graph } from "@convscope/core";
import { dataInfo, datasetName, datasets } from "@convscope/datasets";
import type { Engine, Loss } from "@convscope/nn";
import { openEngine } from "../backends.ts";
import { checkLabels } from "../labels.ts";
import type { AnyData } from "../open-data.ts";
import { policyOf, type Policy } from "../policy.ts";
import type { Config } from "../settings.ts";
import { freezingOf, startOf, type Start } from "../start.ts";
import type { Terminal } from "../terminal.ts";
import { checkCapable } from "./capable.ts";
import { graphFor, lossFor } from "./graph.ts";

/** What a configuration comes to before the first image is loaded. */
export interface Draft {
  readonly config: Config;
  readonly graph: Graph;
  readonly loss: Loss;
  readonly engine: Engine;
  /** Opened already where only that tells its classes. */
  readonly data?: AnyData | undefined;
  readonly policy?: Policy | undefined;
  /** Trained weights to begin with; none where the training goes on with its own. */
  readonly start?: Start | undefined;
}

/** What of a training is known already. */
export interface Known {
  /** Data of one's own: only the pictures themselves tell the classes. */
  readonly data?: AnyData | undefined;
  /** A graph in place of the one that the configuration names. */
  readonly graph?: Graph | undefined;
  /** Whether its weights are there, whatever the configuration says of them. */
  readonly hasWeights?: boolean | undefined;
  /** What computes, in place of what the configuration asks for. */
  readonly computing?: Pick<Config, "backend" | "threads"> | undefined;
}

/** Finds out whether what was asked for can be done, so that a slip in a name costs no download. */
export async function draftOf(terminal: Terminal, config: Config, { data, graph: own, hasWeights = false, computing = config }: Known): Promise<Draft> {
  checkLabels(config.data, config.labels);
  const fits = data ?? (config.labels ? await dataInfo(config.data, { env: terminal.env, labels: config.labels }) : datasets[datasetName(config.data)]);
  const start = hasWeights ? undefined : await startOf(config, fits, terminal);
  const graph = own ?? graphFor(config, fits, terminal.cwd, start?.options);
  freezingOf(config, graph);
  const policy = config.augment === undefined ? undefined : policyOf(config.augment, inputOf(graph), terminal.cwd);
  const loss = lossFor(config, graph, policy);
  const engine = await openEngine(computing);
  await checkCapable(graph, engine);
  return { config, graph, loss, engine, data, policy, start };
}

/** `[H, W, C]` that a graph takes. */
export const inputOf = (graph: Graph): readonly number[] => inferShapes(graph).get(Object.keys(graph.inputs)[0] ?? "") ?? [];
