import type { Laid, Value } from "@convscope/exchange/onnx";
import type { TrainingEmission } from "./trainingEmission.ts";

/** Uniform numbers in [0, 1), one for each value of `dims` (channels last, the batch first), lying as x does. */
export function drawnFor({ channels }: Laid, dims: readonly number[], to: TrainingEmission): Value {
  const drawn = to.uniform(dims);
  const rank = dims.length;
  return channels === "first" && rank > 2 ? to.tape.transpose(drawn, [0, rank - 1, ...dims.slice(2).map((_, i) => i + 1)]) : drawn;
}
