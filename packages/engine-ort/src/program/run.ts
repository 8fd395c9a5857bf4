import type { Graph } from "@convscope/core";
import { forward } from "../graph/forward.ts";
import { named } from "./named.ts";
import { unchanged, type Program } from "./program.ts";

/** The values of nodes as in training; nothing is remembered. */
export function runProgram(graph: Graph, batch: number, nodes: readonly string[], block: number): Program {
  const pass = forward(graph, { batch, ends: nodes, training: true, block });
  for (const name of nodes) pass.recorder.result(named.output(name), pass.value(name));
  return { model: pass.recorder.model(graph.name, {}), results: pass.recorder.results, draws: pass.draws, ...unchanged };
}
