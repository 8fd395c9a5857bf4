import type { Graph } from "@convscope/core";
import { backendStatus, capabilities, type Capability, type Engine } from "@convscope/nn";
import { loaders, openEngine } from "../backends.ts";
import { CommandError } from "../failure.ts";

/** Refuses a training that would end in the middle of its first step, naming every layer that the backend cannot run or train, and the backends that can. */
export async function checkCapable(graph: Graph, engine: Engine): Promise<void> {
  const failing = await failingOn(graph, engine);
  if (failing.length === 0) return;
  const able: string[] = [];
  for (const { name, available } of await backendStatus(loaders))
    if (available && name !== engine.backend && (await failingOn(graph, await openEngine({ backend: name }))).length === 0) able.push(name);
  const way = able.length > 0 ? `Use --backend ${able.join(" or ")}` : "No backend here can";
  // What holds for all layers is said of the backend.
  if (failing.length === graph.nodes.length && failing.every(({ runs, error }) => runs && error === failing[0]?.error)) throw new CommandError(`${graph.name}: the backend ${engine.backend} must be able to train. ${failing[0]?.error}. ${way}.`);
  const layers = failing.map(({ node, layer, runs, error }) => `${node} (${layer}) ${runs ? "has no gradient" : "does not run"}: ${error}`);
  throw new CommandError(`${graph.name}: the backend ${engine.backend} must be able to train every layer. Received ${layers.join("; ")}. ${way}.`);
}

const failingOn = async (graph: Graph, engine: Engine): Promise<readonly Capability[]> => (await capabilities(graph, engine)).filter(({ error }) => error !== undefined);
