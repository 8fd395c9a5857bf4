import { product } from "@convscope/core";
import type { Value } from "@convscope/exchange/onnx";
import type { Tape } from "../graph/tape.ts";
import { choices } from "./choices.ts";
import type { Geometry } from "./geometry.ts";
import { asTorch } from "./kernel.ts";
import { groupsOf, inParts, matrices, summed } from "./samples.ts";
import { seen } from "./seen.ts";

/** dw `[filters, C, …]` of a convolution in one group: dy times what all cells of the kernel saw, as one matrix. */
export function gathered(to: Tape, x: Value, dy: Value, geometry: Geometry, most: number = choices.gathered): Value {
  const { x: [, channels = 1], w: [filters = 1, , ...kernel], y: [, , ...places] } = geometry;
  const whole = inParts(to, x, dy, geometry, most, (some, someDy, n) => {
    const samples = groupsOf(n, product(places));
    const all = to.reshape(seen(to, some, geometry, samples, "place by place"), [samples.count, 1, samples.size * product(places), product(kernel) * channels]);
    return summed(to, to.op("MatMul", [matrices(to, someDy, samples, 1), all]));
  });
  return asTorch(to, to.reshape(whole, [filters, ...kernel, channels]));
}
