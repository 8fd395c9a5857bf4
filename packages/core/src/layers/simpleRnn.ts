import { checked, oneOf } from "../field.ts";
import type { Rules } from "../layer.ts";
import { recurrentFields, recurrentOptions, recurrentRules, type Recurrent, type RecurrentOptions } from "../recurrent.ts";

/**
 * Reads a sequence step by step and keeps a state: `h' = tanh(x·W_ih + b_ih + h·W_hh + b_hh)`, from `h = 0`.
 * ONNX `RNN`, PyTorch `RNN`, Keras `SimpleRNN`.
 *
 * input `[length, channels]` · weight_ih_l0 `[channels, units]` · weight_hh_l0 `[units, units]` · bias_ih_l0, bias_hh_l0 `[units]` ·
 * output `[units]`, or `[length, units]` with `returnSequences`. A second direction has the same weights with `_reverse` after
 * their names, and doubles the last axis.
 */
export interface SimpleRnn extends Recurrent {
  readonly kind: "simpleRnn";
  readonly activation: "tanh" | "relu";
}

export interface SimpleRnnOptions extends RecurrentOptions {
  readonly activation?: "tanh" | "relu";
}

/**
 * A recurrent layer of `units` states: `simpleRnn(32)`. See `RecurrentOptions` for sequences out and two directions.
 *
 * @throws LayerError when an option is unknown or out of range.
 */
export function simpleRnn(units: number, options: SimpleRnnOptions = {}): SimpleRnn {
  const common = recurrentOptions("simpleRnn", options, "activation");
  return checked(simpleRnnRules.fields, { kind: "simpleRnn", units, activation: options.activation ?? "tanh", ...common });
}

export const simpleRnnRules: Rules<SimpleRnn> = {
  doc: {
    summary: "Reads a sequence step by step; each state mixes the input with the state before.",
    onnx: "RNN", pytorch: "RNN", keras: "SimpleRNN",
    source: "Elman 1990, Finding structure in time",
  },
  fields: { ...recurrentFields, activation: oneOf("tanh", "relu") },
  ...recurrentRules<SimpleRnn>("simpleRnn", 1),
};
