import { ARGUMENTS } from "../queue";
import { runningMean, Step, takeSteps } from "../steps";

@unmanaged
class Adamax extends Step {
  beta1: f32;
  rest1: f32;
  beta2: f32;
  epsilon: f32;

  @inline take(at: usize): void {
    const gradient = this.withDecay(at);
    const mean = runningMean(v128.load(this.first + at), gradient, this.beta1, this.rest1);
    const greatest = f32x4.max(f32x4.mul(v128.load(this.second + at), f32x4.splat(this.beta2)), f32x4.add(f32x4.abs(gradient), f32x4.splat(this.epsilon)));
    v128.store(this.newFirst + at, mean);
    v128.store(this.newSecond + at, greatest);
    v128.store(this.newParameter + at, f32x4.sub(v128.load(this.parameter + at), f32x4.mul(f32x4.div(mean, greatest), f32x4.splat(this.rate))));
  }
}

/** One step of AdaMax (arXiv:1412.6980, algorithm 2) with n numbers. */
export function AdamaxStep(
  n: i32, parameter: usize, gradient: usize, newParameter: usize, decay: f64, rate: f64, mean: usize, greatest: usize, newMean: usize, newGreatest: usize, beta1: f64, beta2: f64, epsilon: f64,
): void {
  const a = changetype<Adamax>(ARGUMENTS);
  a.set(n, parameter, gradient, newParameter, decay, rate);
  a.remember(mean, greatest, 0, newMean, newGreatest, 0);
  a.beta1 = <f32>beta1;
  a.rest1 = <f32>(1 - beta1);
  a.beta2 = <f32>beta2;
  a.epsilon = <f32>epsilon;
  takeSteps<Adamax>();
}
