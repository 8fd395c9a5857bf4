import { ARGUMENTS } from "../queue";
import { runningMean, Step, takeSteps } from "../steps";

@unmanaged
class Adam extends Step {
  beta1: f32;
  rest1: f32;
  beta2: f32;
  rest2: f32;
  epsilon: f32;
  scale: f32;
  /** What the parameter is multiplied by beforehand. */
  shrink: f32;

  @inline take(at: usize): void {
    const gradient = this.withDecay(at);
    const mean = runningMean(v128.load(this.first + at), gradient, this.beta1, this.rest1);
    const square = runningMean(v128.load(this.second + at), f32x4.mul(gradient, gradient), this.beta2, this.rest2);
    v128.store(this.newFirst + at, mean);
    v128.store(this.newSecond + at, square);
    let most = square;
    if (this.newThird != 0) {
      most = f32x4.max(v128.load(this.third + at), square);
      v128.store(this.newThird + at, most);
    }
    const root = f32x4.add(f32x4.mul(f32x4.sqrt(most), f32x4.splat(this.scale)), f32x4.splat(this.epsilon));
    const from = f32x4.mul(v128.load(this.parameter + at), f32x4.splat(this.shrink));
    v128.store(this.newParameter + at, f32x4.sub(from, f32x4.mul(f32x4.div(mean, root), f32x4.splat(this.rate))));
  }
}

/** parameter·shrink − rate·m / (√v·scale + ε). The greatest mean square so far is 0 where it is not asked for. */
export function AdamStep(
  n: i32, parameter: usize, gradient: usize, newParameter: usize, decay: f64, rate: f64, mean: usize, square: usize, greatest: usize, newMean: usize, newSquare: usize, newGreatest: usize,
  beta1: f64, beta2: f64, epsilon: f64, scale: f64, shrink: f64,
): void {
  const a = changetype<Adam>(ARGUMENTS);
  a.set(n, parameter, gradient, newParameter, decay, rate);
  a.remember(mean, square, greatest, newMean, newSquare, newGreatest);
  a.beta1 = <f32>beta1;
  a.rest1 = <f32>(1 - beta1);
  a.beta2 = <f32>beta2;
  a.rest2 = <f32>(1 - beta2);
  a.epsilon = <f32>epsilon;
  a.scale = <f32>scale;
  a.shrink = <f32>shrink;
  takeSteps<Adam>();
}
