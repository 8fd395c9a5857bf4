import type { Value } from "@convscope/exchange/onnx";
import { targetKind, type Objective } from "@convscope/nn";
import type { Forward } from "../graph/forward.ts";
import { Tape } from "../graph/tape.ts";
import { emitLoss } from "../losses/table.ts";
import { named } from "./named.ts";

/** The losses of an objective, written behind a forward pass. */
export interface WrittenObjective {
  /** The weighted sum. */
  readonly sum: Value;
  /** That of each output, not weighted. */
  readonly each: ReadonlyMap<string, Value>;
  /** What comes back to each output's value in the graph's order. */
  gradients(): readonly (readonly [Value, Value])[];
}

/** Writes the losses; targets are inputs of the model, and so are the factors of samples of those outputs that have any. */
export function writeObjective(pass: Forward, of: Objective, weighed: readonly string[] = []): WrittenObjective {
  const { recorder } = pass;
  const parts = Object.entries(of).map(([name, { loss, weight }]) => {
    const to = new Tape(recorder, named.loss(name));
    const output = pass.value(name);
    const dims = to.dims(output);
    const isLabels = targetKind(loss) === "labels";
    const target = recorder.input(named.target(name), isLabels ? "int64" : "float", isLabels ? dims.slice(0, -1) : dims);
    const factors = weighed.includes(name) ? recorder.input(named.factors(name), "float", dims.slice(0, 1)) : undefined;
    return { name, output, weight, to, ...emitLoss(loss, output, target, to, factors) };
  });
  const sum = parts.map(({ to, value, weight }) => to.times(value, weight)).reduce((a, b) => new Tape(recorder, "loss").add(a, b));
  return {
    sum,
    each: new Map(parts.map(({ name, value }) => [name, value])),
    gradients: () => parts.map(({ output, to, weight, derivative }) => [output, to.times(derivative(), weight)] as const),
  };
}
