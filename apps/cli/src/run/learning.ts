import type { Graph } from "@convscope/core";
import { layerRates, type FitOptions } from "@convscope/nn";
import type { Config } from "../settings.ts";
import { freezingOf } from "../start.ts";

/** Which weights of a graph learn, and how fast: frozen layers, and learning rates that are smaller towards the input. */
export function learningOf(config: Pick<Config, "freeze" | "thaw" | "thawRate" | "layerDecay">, graph: Graph): Pick<FitOptions, "trainable" | "rates"> {
  const freezing = freezingOf(config, graph);
  const { layerDecay } = config;
  if (layerDecay === undefined) return freezing ?? {};
  const byLayer = layerRates(graph, { decay: layerDecay });
  const rates = (epoch: number): Record<string, number> => {
    const thawed = at(freezing?.rates, epoch) ?? {};
    return Object.fromEntries(Object.entries(byLayer).map(([key, rate]) => [key, rate * (thawed[key] ?? 1)]));
  };
  return { ...freezing, rates };
}

/** An option of an epoch. */
export const at = <T extends object>(option: T | ((epoch: number) => T | undefined) | undefined, epoch: number): T | undefined => (typeof option === "function" ? (option as (epoch: number) => T | undefined)(epoch) : option);
