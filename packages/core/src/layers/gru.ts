import { checked } from "../field.ts";
import type { Rules } from "../layer.ts";
import { recurrentFields, recurrentOptions, recurrentRules, type Recurrent, type RecurrentOptions } from "../recurrent.ts";

/**
 * Reads a sequence step by step with a state that gates reset and update. ONNX `GRU` with `linear_before_reset=1`, PyTorch `GRU`,
 * Keras `GRU` with `reset_after=True`.
 *
 * With `a = x·W_ih + b_ih` and `b = h·W_hh + b_hh`, each cut in three along its last axis (reset, update, new), from `h = 0`:
 * `r = σ(a_r + b_r)`, `z = σ(a_z + b_z)`, `n = tanh(a_n + r·b_n)`, `h' = (1 − z)·n + z·h`. The paper resets `h` before the product.
 *
 * input `[length, channels]` · weight_ih_l0 `[channels, 3·units]` · weight_hh_l0 `[units, 3·units]` · bias_ih_l0, bias_hh_l0 `[3·units]` ·
 * output `[units]`, or `[length, units]` with `returnSequences`. A second direction has the same weights with `_reverse` after
 * their names, and doubles the last axis.
 */
export interface Gru extends Recurrent {
  readonly kind: "gru";
}

export type GruOptions = RecurrentOptions;

/**
 * A gated recurrent layer of `units` states: `gru(64)`. See `RecurrentOptions` for sequences out and two directions.
 *
 * @throws LayerError when an option is unknown or out of range.
 */
export function gru(units: number, options: GruOptions = {}): Gru {
  return checked(gruRules.fields, { kind: "gru", units, ...recurrentOptions("gru", options) });
}

export const gruRules: Rules<Gru> = {
  doc: {
    summary: "Reads a sequence step by step; gates decide how much of the state is forgotten and replaced.",
    onnx: "GRU", pytorch: "GRU", keras: "GRU",
    source: "arXiv:1406.1078, equations 5 to 8",
  },
  fields: recurrentFields,
  ...recurrentRules<Gru>("gru", 3),
};
