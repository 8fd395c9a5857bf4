import type { Graph } from "@convscope/core";
import { CapabilityError, type Engine } from "../engine.ts";
import { openBackend, type TfjsBackend } from "./backends.ts";
import { tryLayers } from "./capabilities.ts";
import { executors } from "./executors.ts";
import { TfjsRuntime } from "./runtime.ts";

/** TensorFlow.js as an engine, on one of its backends. */
export async function tfjsEngine(backend: TfjsBackend): Promise<Engine> {
  await openBackend(backend);
  const engine: Engine = {
    name: "tfjs",
    backend,
    threads: 1,
    async prepare(graph, weights, { seed = 0 } = {}) {
      checkExecutors(graph);
      await openBackend(backend);
      return new TfjsRuntime(graph, engine, backend, seed, weights);
    },
    async capabilities(graph) {
      checkExecutors(graph);
      await openBackend(backend);
      return tryLayers(graph, backend);
    },
  };
  return engine;
}

/** Kinds that a newer version brought, and hands over by a graph of its own. */
function checkExecutors({ name, nodes }: Graph): void {
  const strange = nodes.filter(({ layer }) => !Object.hasOwn(executors, layer.kind));
  if (strange.length > 0)
    throw new CapabilityError(`${name}: every layer must be of a kind that the engine tfjs knows. Received ${strange.map((node) => `${node.name} (${node.layer.kind})`).join(", ")}. Use one version of all packages, or custom({ run }).`);
}
