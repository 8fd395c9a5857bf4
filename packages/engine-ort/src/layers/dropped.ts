import type { Laid } from "@convscope/exchange/onnx";
import { drawnFor } from "./drawn.ts";
import type { TrainingEmission } from "./trainingEmission.ts";

/** x with parts dropped at `rate` and the rest scaled up, one draw for each value of `dims` (channels last, the batch first), which x is broadcast with; x itself unless training. */
export function dropped(x: Laid, rate: number, dims: readonly number[], to: TrainingEmission): Laid {
  if (rate === 0 || !to.training) return x;
  const { tape } = to;
  const kept = tape.mask("GreaterOrEqual", drawnFor(x, dims, to), tape.number(rate));
  // Where everything is dropped nothing is left to scale.
  return to.like(x, tape.mul(to.asIs(x), rate < 1 ? tape.times(kept, 1 / (1 - rate)) : kept));
}
