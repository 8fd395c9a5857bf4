import { ARGUMENTS, parallel } from "./queue";
import { GRAIN } from "./unary";

/** What every optimiser's step has. Arrays that it does without are 0. */
@unmanaged
export class Step {
  n: i32;
  parameter: usize;
  gradient: usize;
  /** What is remembered, before and after the step. */
  first: usize;
  second: usize;
  third: usize;
  newParameter: usize;
  newFirst: usize;
  newSecond: usize;
  newThird: usize;
  decay: f32;
  rate: f32;

  set(n: i32, parameter: usize, gradient: usize, newParameter: usize, decay: f64, rate: f64): void {
    this.n = n;
    this.parameter = parameter;
    this.gradient = gradient;
    this.newParameter = newParameter;
    this.decay = <f32>decay;
    this.rate = <f32>rate;
  }

  remember(first: usize, second: usize, third: usize, newFirst: usize, newSecond: usize, newThird: usize): void {
    this.first = first;
    this.second = second;
    this.third = third;
    this.newFirst = newFirst;
    this.newSecond = newSecond;
    this.newThird = newThird;
  }

  /** The gradient of the loss and of ½ λ‖parameter‖². */
  @inline withDecay(at: usize): v128 {
    const g = v128.load(this.gradient + at);
    return this.decay == 0 ? g : f32x4.add(g, f32x4.mul(v128.load(this.parameter + at), f32x4.splat(this.decay)));
  }
}

/** β · mean + (1 − β) · value, with both factors rounded by themselves. */
// @ts-ignore: decorator
@inline
export function runningMean(mean: v128, value: v128, beta: f32, rest: f32): v128 {
  return f32x4.add(f32x4.mul(mean, f32x4.splat(beta)), f32x4.mul(value, f32x4.splat(rest)));
}

/** Takes a step with all numbers: `F` extends `Step` and lies at `ARGUMENTS`; its `take(at)` takes four, so many bytes from the start. */
export function takeSteps<F>(): void {
  const fn = (chunk: i32): void => {
    const f = changetype<F>(ARGUMENTS);
    const start = <usize>chunk * GRAIN;
    for (let at = start << 2, end = min(start + GRAIN, <usize>f.n) << 2; at < end; at += 16) f.take(at);
  };
  parallel(fn.index, (changetype<F>(ARGUMENTS).n + GRAIN - 1) / GRAIN);
}
