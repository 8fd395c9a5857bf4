import type { Value } from "@convscope/exchange/onnx";
import type { Call } from "../graph/recorder.ts";
import type { Backward } from "../graph/backward.ts";

/**
 * The gradients of an operation's inputs from those of its outputs; `undefined` stands for an output that nothing comes back to.
 * What is not wanted may be `undefined`, and so may what is zero.
 */
export type Derivative = (call: Call, dys: readonly (Value | undefined)[], to: Backward) => readonly (Value | undefined)[];

/** Of an operation that has one output and one input that changes: the input, the output, and the gradient that comes back. */
export type Pointwise = (given: { readonly x: Value; readonly y: Value; readonly dy: Value }, to: Backward, call: Call) => Value;

/** The derivative of an operation of one input. */
export const pointwise =
  (gradient: Pointwise): Derivative =>
  (call, [dy], to) => [gradient({ x: inputOf(call, 0), y: outputOf(call), dy: dy as Value }, to, call)];

/** An input that the operation always has. */
export const inputOf = ({ inputs }: Call, i: number): Value => inputs[i] as Value;

export const outputOf = ({ outputs }: Call): Value => outputs[0] as Value;
