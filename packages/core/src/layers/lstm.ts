import { checked } from "../field.ts";
import type { Rules } from "../layer.ts";
import { recurrentFields, recurrentOptions, recurrentRules, type Recurrent, type RecurrentOptions } from "../recurrent.ts";

/**
 * Reads a sequence step by step with a state and a memory cell that gates write, keep and read. ONNX `LSTM`, PyTorch `LSTM`, Keras `LSTM`.
 *
 * With `a = x·W_ih + b_ih + h·W_hh + b_hh` cut in four along its last axis (in, forget, cell, out), from `h = c = 0`:
 * `c' = σ(a_f)·c + σ(a_i)·tanh(a_g)` and `h' = σ(a_o)·tanh(c')`.
 *
 * input `[length, channels]` · weight_ih_l0 `[channels, 4·units]` · weight_hh_l0 `[units, 4·units]` · bias_ih_l0, bias_hh_l0 `[4·units]` ·
 * output `[units]`, or `[length, units]` with `returnSequences`. A second direction has the same weights with `_reverse` after
 * their names, and doubles the last axis.
 */
export interface Lstm extends Recurrent {
  readonly kind: "lstm";
}

export type LstmOptions = RecurrentOptions;

/**
 * A long short-term memory of `units` cells: `lstm(128, { returnSequences: true })`. See `RecurrentOptions`.
 *
 * @throws LayerError when an option is unknown or out of range.
 */
export function lstm(units: number, options: LstmOptions = {}): Lstm {
  return checked(lstmRules.fields, { kind: "lstm", units, ...recurrentOptions("lstm", options) });
}

export const lstmRules: Rules<Lstm> = {
  doc: {
    summary: "Reads a sequence step by step; gates decide what its memory takes in, keeps and shows.",
    onnx: "LSTM", pytorch: "LSTM", keras: "LSTM",
    source: "Hochreiter & Schmidhuber 1997; forget gate: Gers, Schmidhuber & Cummins 2000",
  },
  fields: recurrentFields,
  ...recurrentRules<Lstm>("lstm", 4),
};
