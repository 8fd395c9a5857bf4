import type { Value } from "@convscope/exchange/onnx";
import type { Backward } from "../graph/backward.ts";
import { slicesOf, type Taken } from "../graph/slices.ts";
import { inputOf, type Derivative } from "./derivative.ts";

/** What was taken goes back to where it was; all else gets zeros. */
export const slice: Derivative = (call, [dy], to) => {
  const dims = to.dims(inputOf(call, 0));
  const [, starts, ends, axes, steps] = call.inputs;
  const taken = slicesOf(dims, { starts: to.listOf(starts), ends: to.listOf(ends), ...(axes && { axes: to.listOf(axes) }), ...(steps && { steps: to.listOf(steps) }) });
  if (taken.some(({ count }) => count === 0)) return [undefined];
  const whole = dims.map((length, axis): Taken => taken.find((one) => one.axis === axis) ?? { axis, start: 0, step: 1, count: length });
  const ordered = whole.map(({ start, step, count, ...rest }) => ({ ...rest, count, step: Math.abs(step), start: step < 0 ? start + (count - 1) * step : start }));
  const spread = spreadOut(to, forwards(to, dy as Value, taken), ordered.map(({ step }) => step));
  // Behind the last one that was taken there may be fewer places than a step: Pad takes away what is too much.
  const after = ordered.map(({ start, step, count }, axis) => (dims[axis] ?? 0) - start - step * count);
  return [to.op("Pad", [spread, to.wholes([...ordered.map(({ start }) => start), ...after])])];
};

/** What was taken backwards, in its own order. */
function forwards(to: Backward, dy: Value, taken: readonly Taken[]): Value {
  const turned = taken.filter(({ step }) => step < 0);
  const all = (n: number): Value => to.wholes(turned.map(() => n));
  return turned.length === 0 ? dy : to.op("Slice", [dy, all(-1), all(-(2 ** 31)), to.wholes(turned.map(({ axis }) => axis)), all(-1)]);
}

/** Puts step − 1 zeros behind every value along each axis. */
function spreadOut(to: Backward, x: Value, steps: readonly number[]): Value {
  if (steps.every((step) => step === 1)) return x;
  const dims = to.dims(x);
  const apart = to.reshape(x, dims.flatMap((length) => [length, 1]));
  const padded = to.op("Pad", [apart, to.wholes([...dims.flatMap(() => [0, 0]), ...steps.flatMap((step) => [0, step - 1])])]);
  return to.reshape(padded, dims.map((length, axis) => length * (steps[axis] ?? 1)));
}
