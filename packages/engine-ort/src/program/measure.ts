import { linear, type Graph } from "@convscope/core";
import type { Arrays, Objective } from "@convscope/nn";
import { forward } from "../graph/forward.ts";
import { objective as writeObjective } from "./objective.ts";
import { named, unchanged, type Program } from "./program.ts";

/** The losses of outputs that are known already: the model takes them under the outputs' names. */
export function measureProgram(graph: string, objective: Objective, outputs: Arrays): Program {
  const names = Object.keys(objective);
  const given: Graph = {
    name: graph,
    inputs: Object.fromEntries(names.map((name) => [name, outputs[name]?.shape.slice(1) ?? []])),
    outputs: names.map((name) => named.output(name)),
    nodes: names.map((name) => ({ name: named.output(name), layer: linear(), inputs: [name] })),
  };
  const batch = outputs[names[0] ?? ""]?.shape[0] ?? 0;
  const pass = forward(given, { batch, ends: given.outputs, training: false });
  const { sum, each } = writeObjective({ ...pass, value: (name) => pass.value(named.output(name)) }, objective);
  pass.recorder.result("loss", sum);
  for (const [name, value] of each) pass.recorder.result(named.loss(name), value);
  return { model: pass.recorder.model(graph, {}), draws: new Map(), ...unchanged };
}
