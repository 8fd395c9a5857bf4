import { linear, type Graph } from "@convscope/core";
import type { Arrays, Objective } from "@convscope/nn";
import { forward } from "../graph/forward.ts";
import { named } from "./named.ts";
import { writeObjective } from "./objective.ts";
import { unchanged, type Program } from "./program.ts";

/** The losses of outputs that are known already: the model takes them under the outputs' names. As of `writeObjective`. */
export function measureProgram(name: string, objective: Objective, outputs: Arrays, weighed: readonly string[]): Program {
  const names = Object.keys(objective);
  const given: Graph = {
    name,
    inputs: Object.fromEntries(names.map((name) => [name, outputs[name]?.shape.slice(1) ?? []])),
    outputs: names.map((name) => named.output(name)),
    nodes: names.map((name) => ({ name: named.output(name), layer: linear(), inputs: [name] })),
  };
  const batch = outputs[names[0] ?? ""]?.shape[0] ?? 0;
  const pass = forward(given, { batch, ends: given.outputs, training: false });
  const { sum, each } = writeObjective({ ...pass, value: (name) => pass.value(named.output(name)) }, objective, weighed);
  pass.recorder.result("loss", sum);
  for (const [name, value] of each) pass.recorder.result(named.loss(name), value);
  return { model: pass.recorder.model(name, {}), results: pass.recorder.results, draws: new Map(), ...unchanged };
}
