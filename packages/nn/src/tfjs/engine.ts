import type { Engine } from "../engine.ts";
import { openBackend, type TfjsBackend } from "./backends.ts";
import { TfjsRuntime } from "./runtime.ts";

/** TensorFlow.js as an engine, on one of its backends. */
export async function tfjsEngine(backend: TfjsBackend): Promise<Engine> {
  await openBackend(backend);
  const engine: Engine = {
    name: "tfjs",
    backend,
    threads: 1,
    async prepare(graph, weights, { seed = 0 } = {}) {
      await openBackend(backend);
      return new TfjsRuntime(graph, engine, backend, seed, weights);
    },
  };
  return engine;
}
