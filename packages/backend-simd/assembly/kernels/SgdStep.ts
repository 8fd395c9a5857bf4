import { ARGUMENTS } from "../queue";
import { Step, takeSteps } from "../steps";

@unmanaged
class Sgd extends Step {
  momentum: f32;
  /** How much of the gradient goes into the momentum. */
  share: f32;
  isFirst: i32;
  nesterov: i32;

  @inline take(at: usize): void {
    const gradient = this.withDecay(at);
    let direction = gradient;
    if (this.newFirst != 0) {
      const momentum = f32x4.splat(this.momentum);
      const buffer = this.isFirst != 0 ? gradient : f32x4.add(f32x4.mul(v128.load(this.first + at), momentum), f32x4.mul(gradient, f32x4.splat(this.share)));
      v128.store(this.newFirst + at, buffer);
      direction = this.nesterov != 0 ? f32x4.add(gradient, f32x4.mul(buffer, momentum)) : buffer;
    }
    v128.store(this.newParameter + at, f32x4.sub(v128.load(this.parameter + at), f32x4.mul(direction, f32x4.splat(this.rate))));
  }
}

/** The buffer of the momentum is 0 where there is none. */
export function SgdStep(n: i32, parameter: usize, gradient: usize, newParameter: usize, decay: f64, rate: f64, buffer: usize, newBuffer: usize, momentum: f64, dampening: f64, nesterov: i32, isFirst: i32): void {
  const a = changetype<Sgd>(ARGUMENTS);
  a.set(n, parameter, gradient, newParameter, decay, rate);
  a.remember(buffer, 0, 0, newBuffer, 0, 0);
  a.momentum = <f32>momentum;
  a.share = <f32>(1 - dampening);
  a.nesterov = nesterov;
  a.isFirst = isFirst;
  takeSteps<Sgd>();
}
