import { product } from "@convscope/core";
import type { Value } from "@convscope/exchange/onnx";
import type { Tape } from "../graph/tape.ts";
import { choices } from "./choices.ts";
import type { Geometry } from "./geometry.ts";
import { asTorch } from "./kernel.ts";
import { groupsOf, inParts, matrices, summed } from "./samples.ts";
import { seen } from "./seen.ts";

/** dw `[filters, C / groups, …]`: for each cell of the kernel, dy times what the cell saw. Takes every convolution. */
export function cells(to: Tape, x: Value, dy: Value, geometry: Geometry, most: number = choices.gathered): Value {
  const { x: [, channels = 1], w: [filters = 1, , ...kernel], y: [, , ...places], groups } = geometry;
  const [count, each] = [product(kernel), channels / groups];
  const whole = inParts(to, x, dy, geometry, most, (some, someDy, n) => {
    const samples = groupsOf(n, product(places));
    const rows = samples.size * product(places);
    const pixels = seen(to, some, geometry, samples, "cell by cell");
    const all = groups === 1 ? to.reshape(pixels, [samples.count, count, 1, rows, each]) : to.transpose(to.reshape(pixels, [samples.count, count, rows, groups, each]), [0, 1, 3, 2, 4]);
    const down = to.reshape(matrices(to, someDy, samples, groups), [samples.count, 1, groups, filters / groups, rows]);
    return summed(to, to.op("MatMul", [down, all]));
  });
  return asTorch(to, to.reshape(to.transpose(to.reshape(whole, [count, filters, each]), [1, 0, 2]), [filters, ...kernel, each]));
}
