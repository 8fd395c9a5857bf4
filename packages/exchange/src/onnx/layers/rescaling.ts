import type { Rescaling } from "@convscope/core";
import type { Value } from "../builder.ts";
import type { Emission, Emit, Laid } from "../emission.ts";

export const rescaling: Emit<Rescaling> = ({ scale, offset }, [x], to) => {
  const as = to.ordered(x);
  return to.like(as, to.op("Add", [to.op("Mul", [to.asIs(as), numbers(to, as, "scale", scale)]), numbers(to, as, "offset", offset)]));
};

/** One number, or one for each channel of what lies as x. */
function numbers(to: Emission, x: Laid, hint: string, list: number | readonly number[]): Value {
  if (typeof list === "number") return to.number(list);
  const dims = x.channels === "first" ? [list.length, ...x.shape.slice(1).map(() => 1)] : [list.length];
  return to.constant(hint, dims, () => Float32Array.from(list));
}
