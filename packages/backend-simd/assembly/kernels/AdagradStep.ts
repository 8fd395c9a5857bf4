import { ARGUMENTS } from "../queue";
import { Step, takeSteps } from "../steps";

@unmanaged
class Adagrad extends Step {
  epsilon: f32;
  inside: i32;

  @inline take(at: usize): void {
    const gradient = this.withDecay(at);
    const sum = f32x4.add(v128.load(this.first + at), f32x4.mul(gradient, gradient));
    v128.store(this.newFirst + at, sum);
    const epsilon = f32x4.splat(this.epsilon);
    const root = this.inside != 0 ? f32x4.sqrt(f32x4.add(sum, epsilon)) : f32x4.add(f32x4.sqrt(sum), epsilon);
    v128.store(this.newParameter + at, f32x4.sub(v128.load(this.parameter + at), f32x4.mul(f32x4.div(gradient, root), f32x4.splat(this.rate))));
  }
}

/** One step of Adagrad with n numbers. */
export function AdagradStep(n: i32, parameter: usize, gradient: usize, newParameter: usize, decay: f64, rate: f64, sum: usize, newSum: usize, epsilon: f64, inside: i32): void {
  const a = changetype<Adagrad>(ARGUMENTS);
  a.set(n, parameter, gradient, newParameter, decay, rate);
  a.remember(sum, 0, 0, newSum, 0, 0);
  a.epsilon = <f32>epsilon;
  a.inside = inside;
  takeSteps<Adagrad>();
}
