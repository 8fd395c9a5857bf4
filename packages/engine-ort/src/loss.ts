import { linear, type Graph } from "@convscope/core";
import { useBackend, type Arrays, type Objective, type StepResult } from "@convscope/nn";

/** The losses of outputs that are known already: nn computes them, of a graph that hands on what it is given. */
export async function lossOf(graph: string, outputs: Arrays, targets: Arrays, objective: Objective): Promise<Pick<StepResult, "loss" | "losses">> {
  const names = Object.keys(objective);
  const input = (name: string): string => `${name} as it is`;
  const given: Graph = {
    name: graph,
    inputs: Object.fromEntries(names.map((name) => [input(name), outputs[name]?.shape.slice(1) ?? []])),
    outputs: names,
    nodes: names.map((name) => ({ name, layer: linear(), inputs: [input(name)] })),
  };
  const runtime = await (await useBackend("cpu")).prepare(given, {});
  try {
    const inputs = Object.fromEntries(names.map((name) => [input(name), outputs[name] ?? { shape: [], data: new Float32Array() }]));
    const { loss, losses } = await runtime.measure({ inputs, targets }, objective);
    return { loss, losses };
  } finally {
    runtime.dispose();
  }
}
