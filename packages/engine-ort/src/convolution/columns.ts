import { product } from "@convscope/core";
import type { Value } from "@convscope/exchange/onnx";
import type { Tape } from "../graph/tape.ts";
import type { Geometry } from "./geometry.ts";
import { asTorch } from "./kernel.ts";
import { summed } from "./samples.ts";
import { placesOf } from "./seen.ts";

/** dw `[filters, C, …]` of a convolution of few channels in one group: dy times what all cells saw, channels first as it lies. */
export function columns(to: Tape, x: Value, dy: Value, { x: [n = 1, channels = 1, ...lengths], w: [filters = 1, , ...kernel], y: [, , ...places], strides, dilations, before, after }: Geometry): Value {
  const padded = [...before, ...after].some((edge) => edge > 0) ? to.op("Pad", [x, to.wholes([0, 0, ...before, 0, 0, ...after])]) : x;
  const axes = lengths.map((_, i) => i + 2);
  const seen = placesOf(kernel).map((place) => {
    const from = place.map((k, i) => k * (dilations[i] ?? 1));
    const end = from.map((at, i) => at + ((places[i] ?? 1) - 1) * (strides[i] ?? 1) + 1);
    return to.op("Slice", [padded, to.wholes(from), to.wholes(end), to.wholes(axes), to.wholes(strides)]);
  });
  const all = to.reshape(seen.length === 1 ? (seen[0] as Value) : to.op("Concat", seen, { axis: 1 }), [n, product(kernel) * channels, product(places)]);
  const products = to.op("com.microsoft.FusedMatMul", [to.reshape(dy, [n, filters, product(places)]), all], { transB: 1 });
  return asTorch(to, to.reshape(summed(to, products), [filters, ...kernel, channels]));
}
