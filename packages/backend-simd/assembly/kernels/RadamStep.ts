import { ARGUMENTS } from "../queue";
import { runningMean, Step, takeSteps } from "../steps";

@unmanaged
class Radam extends Step {
  beta1: f32;
  rest1: f32;
  beta2: f32;
  rest2: f32;
  epsilon: f32;
  divides: i32;

  @inline take(at: usize): void {
    const gradient = this.withDecay(at);
    const mean = runningMean(v128.load(this.first + at), gradient, this.beta1, this.rest1);
    const square = runningMean(v128.load(this.second + at), f32x4.mul(gradient, gradient), this.beta2, this.rest2);
    v128.store(this.newFirst + at, mean);
    v128.store(this.newSecond + at, square);
    const direction = this.divides != 0 ? f32x4.div(mean, f32x4.add(f32x4.sqrt(square), f32x4.splat(this.epsilon))) : mean;
    v128.store(this.newParameter + at, f32x4.sub(v128.load(this.parameter + at), f32x4.mul(direction, f32x4.splat(this.rate))));
  }
}

/** One step of RAdam (arXiv:1908.03265) with n numbers. */
export function RadamStep(
  n: i32, parameter: usize, gradient: usize, newParameter: usize, decay: f64, rate: f64, mean: usize, square: usize, newMean: usize, newSquare: usize,
  beta1: f64, beta2: f64, epsilon: f64, divides: i32,
): void {
  const a = changetype<Radam>(ARGUMENTS);
  a.set(n, parameter, gradient, newParameter, decay, rate);
  a.remember(mean, square, 0, newMean, newSquare, 0);
  a.beta1 = <f32>beta1;
  a.rest1 = <f32>(1 - beta1);
  a.beta2 = <f32>beta2;
  a.rest2 = <f32>(1 - beta2);
  a.epsilon = <f32>epsilon;
  a.divides = divides;
  takeSteps<Radam>();
}
