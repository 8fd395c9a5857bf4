import { ARGUMENTS } from "../queue";
import { runningMean, Step, takeSteps } from "../steps";

@unmanaged
class Adadelta extends Step {
  rho: f32;
  rest: f32;
  epsilon: f32;

  @inline take(at: usize): void {
    const gradient = this.withDecay(at);
    const epsilon = f32x4.splat(this.epsilon);
    const square = runningMean(v128.load(this.first + at), f32x4.mul(gradient, gradient), this.rho, this.rest);
    const steps = v128.load(this.second + at);
    const delta = f32x4.mul(f32x4.div(f32x4.sqrt(f32x4.add(steps, epsilon)), f32x4.sqrt(f32x4.add(square, epsilon))), gradient);
    v128.store(this.newFirst + at, square);
    v128.store(this.newSecond + at, runningMean(steps, f32x4.mul(delta, delta), this.rho, this.rest));
    v128.store(this.newParameter + at, f32x4.sub(v128.load(this.parameter + at), f32x4.mul(delta, f32x4.splat(this.rate))));
  }
}

/** One step of Adadelta (arXiv:1212.5701) with n numbers. */
export function AdadeltaStep(n: i32, parameter: usize, gradient: usize, newParameter: usize, decay: f64, rate: f64, square: usize, steps: usize, newSquare: usize, newSteps: usize, rho: f64, epsilon: f64): void {
  const a = changetype<Adadelta>(ARGUMENTS);
  a.set(n, parameter, gradient, newParameter, decay, rate);
  a.remember(square, steps, 0, newSquare, newSteps, 0);
  a.rho = <f32>rho;
  a.rest = <f32>(1 - rho);
  a.epsilon = <f32>epsilon;
  takeSteps<Adadelta>();
}
