import { inTurn, type Engine } from "@convscope/nn";
import { capabilitiesOf, refuseToRun } from "./capabilities.ts";
import type { Ort } from "./package.node.ts";
import { OrtRuntime } from "./runtime.ts";

/** ONNX Runtime as an engine, in the thread that asks. */
export function ortEngine(ort: Ort, threads: number, backend: string = "ort"): Engine {
  const engine: Engine = {
    name: "onnxruntime",
    backend,
    threads,
    async prepare(graph, weights, { seed = 0 } = {}) {
      refuseToRun(graph, backend);
      return inTurn(new OrtRuntime(graph, engine, ort, seed, weights, capabilitiesOf(graph)));
    },
    capabilities: async (graph) => capabilitiesOf(graph),
  };
  return engine;
}
