import type { OnnxModel } from "@convscope/exchange/onnx";
import type { Draw } from "../layers/trainingEmission.ts";

/** A model and what the inputs are that nobody but the engine gives. */
export interface Program {
  readonly model: OnnxModel;
  /** The numbers that are drawn anew for each run, by node; the input is `random/node`. */
  readonly draws: ReadonlyMap<string, Draw>;
  /** Weights that the optimiser changes. */
  readonly learning: readonly string[];
  /** Weights that come out as `key/next`: those, and remembered statistics. */
  readonly changed: readonly string[];
  /** Arrays that the optimiser remembers of weights, that come in as `key/name` and go out as `key/name/next`. */
  readonly slots: readonly { readonly key: string; readonly name: string }[];
}

/** The names of a program's inputs and outputs that are not a graph's. */
export const named = {
  target: (output: string): string => `target/${output}`,
  draw: (node: string): string => `random/${node}`,
  upstream: (node: string): string => `upstream/${node}`,
  number: (group: number, name: string): string => (group === 0 ? `step/${name}` : `step/${group}/${name}`),
  loss: (output: string): string => `loss/${output}`,
  output: (node: string): string => `value/${node}`,
  next: (key: string): string => `${key}/next`,
  gradient: (of: "input" | "node" | "weight", name: string): string => `gradient/${of}/${name}`,
} as const;

/** What a program that changes nothing has. */
export const unchanged: Pick<Program, "learning" | "changed" | "slots"> = { learning: [], changed: [], slots: [] };
