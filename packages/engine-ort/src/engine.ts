import type { Graph } from "@convscope/core";
import { onnxGaps } from "@convscope/exchange";
import { CapabilityError, type Capability, type Engine } from "@convscope/nn";
import type { Ort } from "./package.node.ts";
import { OrtRuntime } from "./runtime.ts";

/** Why nothing trains here. */
const onlyPredicts = "ONNX Runtime only predicts here";

/** ONNX Runtime as an engine: it predicts. What would train is refused. */
export function ortEngine(ort: Ort, threads: number): Engine {
  const engine: Engine = {
    name: "onnxruntime",
    backend: "ort",
    threads,
    async prepare(graph, weights) {
      const failing = (await engine.capabilities(graph)).filter(({ runs }) => !runs);
      if (failing.length > 0)
        throw new CapabilityError(`${graph.name}: the backend ort must be able to run every layer. Received ${failing.map(({ node, layer, note }) => `${node} (${layer}): ${note}`).join("; ")}. Use another backend, such as useBackend("cpu").`);
      return new OrtRuntime(graph, engine, ort, weights);
    },
    capabilities: async (graph) => capabilitiesOf(graph),
  };
  return engine;
}

/** Every kind of layer is tried against ONNX Runtime by the tests: only those without operations in ONNX do not run. */
function capabilitiesOf(graph: Graph): readonly Capability[] {
  const gaps = new Map(onnxGaps(graph).map(({ node, reason }) => [node, reason]));
  return graph.nodes.map(({ name, layer }) => {
    const reason = gaps.get(name);
    const error = reason ?? onlyPredicts;
    return { node: name, layer: layer.kind, runs: reason === undefined, trains: false, error, note: error };
  });
}
