import type { Value } from "@convscope/exchange/onnx";
import type { Clipping } from "@convscope/nn";
import type { Tape } from "../graph/tape.ts";

/**
 * The gradients of all parameters of a step, clipped as the optimiser asks: each number to ±`clipValue`, or all scaled down so that
 * their common length is at most `clipNorm` (with PyTorch's 10⁻⁶ in the divisor). The same values where nothing is asked.
 */
export function clipGradients(to: Tape, { clipNorm, clipValue }: Clipping, gradients: readonly Value[]): readonly Value[] {
  if (clipValue !== undefined) return gradients.map((g) => to.op("Clip", [g, to.number(-clipValue), to.number(clipValue)]));
  if (clipNorm === undefined || gradients.length === 0) return gradients;
  const squares = gradients.map((g) => to.op("ReduceSumSquare", [g], { keepdims: 0 }));
  const length = to.op("Sqrt", [to.op("Sum", squares)]);
  const factor = to.op("Min", [to.div(to.number(clipNorm), to.plus(length, 1e-6)), to.number(1)]);
  return gradients.map((g) => to.mul(g, factor));
}
