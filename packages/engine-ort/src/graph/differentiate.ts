import type { Value } from "@convscope/exchange/onnx";
import type { GradientRule } from "@convscope/nn";
import { derivativeOf, isMoved } from "../derivatives/table.ts";
import type { Recorder } from "./recorder.ts";
import { Backward } from "./backward.ts";

/**
 * Writes how `ends`, each with the gradient that it is given from outside, depend on `of`: reverse-mode differentiation of what
 * was recorded so far. Where several operations use a value, their gradients are summed. A value that no end depends on has none.
 *
 * @throws Error for an operation without a derivative.
 */
export function differentiate(recorder: Recorder, ends: readonly (readonly [Value, Value])[], of: readonly Value[], rule: GradientRule): ReadonlyMap<Value, Value> {
  const calls = [...recorder.calls];
  const active = new Set<Value>(of);
  for (const { op, inputs, outputs } of calls) if (isMoved(op) && inputs.some((value) => value && active.has(value))) for (const value of outputs) active.add(value);
  const gradients = new Map<Value, Value[]>();
  const give = (value: Value, gradient: Value): void => void gradients.set(value, [...(gradients.get(value) ?? []), gradient]);
  for (const [end, gradient] of ends) if (active.has(end)) give(end, gradient);
  const whole = (value: Value, name: string): Value | undefined => {
    const parts = gradients.get(value);
    if (!parts || parts.length < 2) return parts?.[0];
    const [sum] = recorder.ops(`${name}/gradient`, parts.length === 2 ? "Add" : "Sum", parts, 1) as readonly [Value];
    gradients.set(value, [sum]);
    return sum;
  };
  for (const call of calls.reverse()) {
    const dys = call.outputs.map((value) => whole(value, call.name));
    if (dys.every((dy) => dy === undefined) || !call.inputs.some((value) => value && active.has(value))) continue;
    const to = new Backward(recorder, `${call.name}/gradient`, rule, (input) => { const value = call.inputs[input]; return value !== undefined && active.has(value); });
    const found = derivativeOf(call.op)(call, dys, to);
    call.inputs.forEach((value, i) => {
      const gradient = found[i];
      if (value && gradient && active.has(value)) give(value, gradient);
    });
  }
  return new Map(of.flatMap((value) => { const gradient = whole(value, value.name); return gradient ? [[value, gradient] as const] : []; }));
}
