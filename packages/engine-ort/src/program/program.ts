import type { OnnxModel } from "@convscope/exchange/onnx";
import type { Dims } from "../graph/dims.ts";

/** A model and what the inputs are that nobody but the engine gives. */
export interface Program {
  readonly model: OnnxModel;
  /** What each output is called in the model, by the name that it was to have: another, where the graph has an input or a node of that name. */
  readonly results: ReadonlyMap<string, string>;
  /** The shapes, channels last, of the numbers that are drawn anew for each run, by the node they are for. */
  readonly draws: ReadonlyMap<string, Dims>;
  /** Weights that the optimiser changes. */
  readonly learning: readonly string[];
  /** Weights that come out as `key/next`: those, and remembered statistics. */
  readonly changed: readonly string[];
  /** Arrays that the optimiser remembers of weights, that come in as `key/name` and go out as `key/name/next`. */
  readonly slots: readonly { readonly key: string; readonly name: string }[];
}

/** What a program that changes nothing has. */
export const unchanged: Pick<Program, "learning" | "changed" | "slots"> = { learning: [], changed: [], slots: [] };
