import type { Value } from "./builder.ts";
import type { Emission, Laid } from "./emission.ts";

/** γ·value + β for each channel of what lies as `x`, as far as the node has them. */
export function affine(to: Emission, x: Laid, value: Value): Value {
  const scaled = to.has("weight") ? to.op("Mul", [value, to.perChannel(x, "weight")]) : value;
  return to.has("bias") ? to.op("Add", [scaled, to.perChannel(x, "bias")]) : scaled;
}
