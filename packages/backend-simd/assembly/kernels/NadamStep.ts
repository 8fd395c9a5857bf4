import { ARGUMENTS } from "../queue";
import { runningMean, Step, takeSteps } from "../steps";

@unmanaged
class Nadam extends Step {
  beta1: f32;
  rest1: f32;
  beta2: f32;
  rest2: f32;
  epsilon: f32;
  scale: f32;
  ofGradient: f32;
  ofMean: f32;

  @inline take(at: usize): void {
    const gradient = this.withDecay(at);
    const mean = runningMean(v128.load(this.first + at), gradient, this.beta1, this.rest1);
    const square = runningMean(v128.load(this.second + at), f32x4.mul(gradient, gradient), this.beta2, this.rest2);
    v128.store(this.newFirst + at, mean);
    v128.store(this.newSecond + at, square);
    const ahead = f32x4.add(f32x4.mul(gradient, f32x4.splat(this.ofGradient)), f32x4.mul(mean, f32x4.splat(this.ofMean)));
    const root = f32x4.add(f32x4.mul(f32x4.sqrt(square), f32x4.splat(this.scale)), f32x4.splat(this.epsilon));
    v128.store(this.newParameter + at, f32x4.sub(v128.load(this.parameter + at), f32x4.div(ahead, root)));
  }
}

/** parameter − (ofGradient·g + ofMean·m) / (√v·scale + ε). */
export function NadamStep(
  n: i32, parameter: usize, gradient: usize, newParameter: usize, decay: f64, mean: usize, square: usize, newMean: usize, newSquare: usize,
  beta1: f64, beta2: f64, epsilon: f64, scale: f64, ofGradient: f64, ofMean: f64,
): void {
  const a = changetype<Nadam>(ARGUMENTS);
  a.set(n, parameter, gradient, newParameter, decay, 0);
  a.remember(mean, square, 0, newMean, newSquare, 0);
  a.beta1 = <f32>beta1;
  a.rest1 = <f32>(1 - beta1);
  a.beta2 = <f32>beta2;
  a.rest2 = <f32>(1 - beta2);
  a.epsilon = <f32>epsilon;
  a.scale = <f32>scale;
  a.ofGradient = <f32>ofGradient;
  a.ofMean = <f32>ofMean;
  takeSteps<Nadam>();
}
