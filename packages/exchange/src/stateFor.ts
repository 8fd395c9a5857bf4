import { weightSpecs, type Graph } from "@convscope/core";
import type { Arrays } from "@convscope/files/bytes";
import { torchKey } from "./torch.ts";

/** What differs between the keys of a published file and those of our graph; `published` of a model's row says it. */
export interface KeyRules {
  /** Each pattern, a regular expression, becomes its replacement; the first that fits a key is used. */
  readonly renamed?: readonly (readonly [pattern: string, replacement: string])[];
  /** Keys, as a regular expression, that are left out where the graph has no such weights. */
  readonly optional?: string;
}

/** A published state dict with the keys that `fromTorch` expects. */
export function stateFor(graph: Graph, state: Arrays, { renamed = [], optional }: KeyRules): Arrays {
  const rules = renamed.map(([pattern, replacement]) => ({ pattern: new RegExp(pattern), replacement }));
  const wanted = new Set([...weightSpecs(graph)].map(([key, spec]) => torchKey(key, spec)));
  const spare = optional === undefined ? undefined : new RegExp(optional);
  return Object.fromEntries(
    Object.entries(state)
      .map(([key, array]) => {
        const rule = rules.find(({ pattern }) => pattern.test(key));
        return [rule ? key.replace(rule.pattern, rule.replacement) : key, array] as const;
      })
      .filter(([key]) => wanted.has(key) || !spare?.test(key)),
  );
}
