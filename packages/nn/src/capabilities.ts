import type { Graph } from "@convscope/core";
import type { Capability, Engine } from "./engine.ts";

/**
 * Whether a backend can run and train each layer of a graph, found out before a training starts: every layer takes one tiny step
 * by itself, on two made-up samples. Layers that are alike are tried once.
 *
 * ```ts
 * (await capabilities(graph, await useBackend("wasm"))).filter(({ trains }) => !trains)
 * ```
 */
export const capabilities = (graph: Graph, backend: Engine): Promise<readonly Capability[]> => backend.capabilities(graph);
