import type { Gru, Lstm, SimpleRnn } from "@convscope/core";
import type { Laid, Value } from "@convscope/exchange/onnx";
import type { Tape } from "../graph/tape.ts";
import type { TrainingEmission } from "./trainingEmission.ts";

/** What a cell computes with in one direction. */
export interface Direction {
  /** The products of all inputs, the time first, with weight_ih, plus a bias: `[T · N, gates · units]`. */
  sums(bias: Value | undefined): Value;
  /** weight_hh `[units, gates · units]`. */
  readonly recurrent: Value;
  /** bias_ih and bias_hh `[gates · units]`, if the layer has them. */
  readonly biases: readonly [Value, Value] | undefined;
}

/** One direction, made ready. */
export interface Steps {
  /** What comes in at all steps, the time first: arrays `[T · N, …]`. */
  readonly incoming: readonly Value[];
  /** The arrays `[N, units]` that are carried on, from what comes in at one step and what the step before carried; the state is the first. */
  next(incoming: readonly Value[], carried: readonly Value[]): readonly Value[];
}

export type Cell = (of: Direction, tape: Tape) => Steps;

/**
 * Runs a cell along x `[N, T, c]` step by step, in operations that have derivatives: ONNX's recurrent ones have none. `carried`
 * says how many arrays go from step to step; they begin as zeros. All inputs are multiplied at once, states step by step.
 */
export function unrolled({ units, bidirectional, returnSequences, useBias }: Gru | Lstm | SimpleRnn, x: Laid, to: TrainingEmission, carried: number, cell: Cell): Laid {
  const { tape, batch } = to;
  const [length = 1, channels = 1] = x.shape;
  const rows = tape.reshape(tape.transpose(to.last(x), [1, 0, 2]), [length * batch, channels]);
  const zeros = tape.zeros([batch, units]);
  const along = (end: string, isBackwards: boolean): Value => {
    const kernel = (name: string): Value => tape.transpose(to.weight(`${name}${end}`), [1, 0]);
    const { incoming, next } = cell({
      sums: (bias) => tape.op("Gemm", [rows, kernel("weight_ih"), bias]),
      recurrent: kernel("weight_hh"),
      biases: useBias ? [to.weight(`bias_ih${end}`), to.weight(`bias_hh${end}`)] : undefined,
    }, tape);
    const parts = incoming.map((all) => tape.ops("Split", [all], length, { axis: 0 }));
    const states: Value[] = [];
    let state: readonly Value[] = Array.from({ length: carried }, () => zeros);
    for (let i = 0; i < length; i++) {
      state = next(parts.map((part) => part[isBackwards ? length - 1 - i : i] as Value), state);
      states.push(state[0] as Value);
    }
    if (!returnSequences) return state[0] as Value;
    return tape.reshape(tape.op("Concat", isBackwards ? states.reverse() : states, { axis: 1 }), [batch, length, units]);
  };
  const forwards = along("_l0", false);
  return to.withLast(bidirectional ? tape.op("Concat", [forwards, along("_l0_reverse", true)], { axis: returnSequences ? 2 : 1 }) : forwards);
}
