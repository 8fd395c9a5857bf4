import { ARGUMENTS } from "../queue";
import { runningMean, Step, takeSteps } from "../steps";

@unmanaged
class Rmsprop extends Step {
  rho: f32;
  rest: f32;
  epsilon: f32;
  momentum: f32;
  inside: i32;

  @inline take(at: usize): void {
    const gradient = this.withDecay(at);
    const square = runningMean(v128.load(this.first + at), f32x4.mul(gradient, gradient), this.rho, this.rest);
    v128.store(this.newFirst + at, square);
    let spread = square;
    if (this.newSecond != 0) {
      const mean = runningMean(v128.load(this.second + at), gradient, this.rho, this.rest);
      v128.store(this.newSecond + at, mean);
      // Rounding can put a variance just below zero.
      spread = f32x4.max(f32x4.sub(square, f32x4.mul(mean, mean)), f32x4.splat(0));
    }
    const epsilon = f32x4.splat(this.epsilon);
    const root = this.inside != 0 ? f32x4.sqrt(f32x4.add(spread, epsilon)) : f32x4.add(f32x4.sqrt(spread), epsilon);
    let direction = f32x4.div(gradient, root);
    if (this.newThird != 0) {
      direction = f32x4.add(f32x4.mul(v128.load(this.third + at), f32x4.splat(this.momentum)), direction);
      v128.store(this.newThird + at, direction);
    }
    v128.store(this.newParameter + at, f32x4.sub(v128.load(this.parameter + at), f32x4.mul(direction, f32x4.splat(this.rate))));
  }
}

/** The mean of a centred one and the buffer of the momentum are 0 where there are none. */
export function RmspropStep(
  n: i32, parameter: usize, gradient: usize, newParameter: usize, decay: f64, rate: f64, square: usize, mean: usize, buffer: usize, newSquare: usize, newMean: usize, newBuffer: usize,
  rho: f64, epsilon: f64, momentum: f64, inside: i32,
): void {
  const a = changetype<Rmsprop>(ARGUMENTS);
  a.set(n, parameter, gradient, newParameter, decay, rate);
  a.remember(square, mean, buffer, newSquare, newMean, newBuffer);
  a.rho = <f32>rho;
  a.rest = <f32>(1 - rho);
  a.epsilon = <f32>epsilon;
  a.momentum = <f32>momentum;
  a.inside = inside;
  takeSteps<Rmsprop>();
}
