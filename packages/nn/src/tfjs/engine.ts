import type { Graph } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { OpenOptions } from "../backend.ts";
import { inTurn } from "../inTurn.ts";
import { CapabilityError, type Engine, type MemoryUse } from "../engine.ts";
import type { TfjsBackendPackage } from "./backendPackage.ts";
import { openBackend, type TfjsBackend } from "./backends.ts";
import { refuseToRun, tryLayers } from "./capabilities.ts";
import { executors } from "./executors.ts";
import { TfjsRuntime } from "./runtime.ts";
import { profiled } from "./profile.ts";
import { activate, start } from "./start.ts";

/** TensorFlow.js as an engine, on one of its backends. */
export async function tfjsEngine(backend: TfjsBackend | TfjsBackendPackage, options: OpenOptions = {}): Promise<Engine> {
  const { name, registered, threads, readsLater } = await openBackend(backend, options);
  const engine: Engine = {
    name: "tfjs",
    backend: name,
    threads,
    async prepare(graph, weights, { seed = 0 } = {}) {
      checkExecutors(graph);
      await start(registered);
      const capabilities = await tryLayers(graph, registered);
      refuseToRun(graph, name, capabilities);
      const runtime = new TfjsRuntime(graph, engine, registered, seed, weights, capabilities, readsLater);
      return readsLater ? inTurn(runtime) : runtime;
    },
    async capabilities(graph) {
      checkExecutors(graph);
      await start(registered);
      return tryLayers(graph, registered);
    },
    async profile(f) {
      await start(registered);
      return profiled(registered, f);
    },
    memory() {
      activate(registered);
      return memoryUse(tf.memory());
    },
  };
  return engine;
}

/** simd tells more of its memory than TensorFlow.js counts. */
function memoryUse({ numBytes, ...more }: tf.MemoryInfo & { readonly inUse?: number; readonly peak?: number; readonly total?: number }): MemoryUse {
  const { inUse = numBytes, peak, total } = more;
  return { inUse, ...(peak !== undefined && { peak }), ...(total !== undefined && { total }) };
}

/** Kinds that a newer version brought, and hands over by a graph of its own. */
function checkExecutors({ name, nodes }: Graph): void {
  const strange = nodes.filter(({ layer }) => !Object.hasOwn(executors, layer.kind));
  if (strange.length > 0)
    throw new CapabilityError(`${name}: every layer must be of a kind that the engine tfjs knows. Received ${strange.map((node) => `${node.name} (${node.layer.kind})`).join(", ")}. Use one version of all packages, or custom({ run }).`);
}
