import type { Value } from "@convscope/exchange/onnx";
import type { Optimizer, Scalars } from "@convscope/nn";
import type { Tape } from "../graph/tape.ts";

/** What the numbers of a step depend on. */
export interface StepOf {
  /** The learning rate of this step. */
  readonly rate: number;
  /** Counted from 1. */
  readonly step: number;
  /** `nextScalars` of this step. */
  readonly scalars: Scalars;
}

/** Everything one step of one parameter depends on. */
export interface UpdateRequest {
  readonly parameter: Value;
  /** After clipping. */
  readonly gradient: Value;
  /** A slot of the parameter, as `slots(optimizer)` names them. */
  slot(name: string): Value;
  /** A number of the step. */
  number(name: string): Value;
}

export interface Updated {
  readonly parameter: Value;
  readonly slots: { readonly [name: string]: Value };
}

/** How an optimiser takes a step. */
export interface Rule<O extends Optimizer> {
  /** What changes from step to step: inputs of the model, computed by whoever runs it. */
  numbers(optimizer: O, step: StepOf): { readonly [name: string]: number };
  /** Writes the step of one parameter. */
  update(optimizer: O, request: UpdateRequest, to: Tape): Updated;
}

/** The gradient of the loss and of ½ λ‖parameter‖². */
export const withDecay = (to: Tape, weightDecay: number, { parameter, gradient }: UpdateRequest): Value => (weightDecay === 0 ? gradient : to.add(gradient, to.times(parameter, weightDecay)));

/** β · mean + (1 − β) · value. */
export const runningMean = (to: Tape, mean: Value, value: Value, beta: number): Value => to.add(to.times(mean, beta), to.times(value, 1 - beta));

/** The numbers of `gradientMean`: a schedule may change β₁ from step to step. */
export const meanNumbers = ({ beta1 }: { readonly beta1: number }): { readonly keep: number; readonly take: number } => ({ keep: beta1, take: 1 - beta1 });

/** The running mean of the gradient, with β₁ as a number of the step. */
export const gradientMean = (to: Tape, gradient: Value, { slot, number }: UpdateRequest): Value => to.add(to.mul(slot("exp_avg"), number("keep")), to.mul(gradient, number("take")));

/** √x + ε, or √(x + ε). */
export const rootPlus = (to: Tape, x: Value, epsilon: number, isInside: boolean): Value => (isInside ? to.op("Sqrt", [to.plus(x, epsilon)]) : to.plus(to.op("Sqrt", [x]), epsilon));
