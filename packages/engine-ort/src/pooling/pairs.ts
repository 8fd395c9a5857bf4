import { product } from "@convscope/core";
import type { OnnxNode, Value } from "@convscope/exchange/onnx";
import type { Dims } from "../graph/dims.ts";
import type { Tape } from "../graph/tape.ts";

/** Whether windows are pairs of rows and of columns that fill the maps `[N, C, H, W]`: what most nets pool by. */
export function arePairs(dims: Dims, attributes: OnnxNode["attributes"]): boolean {
  const all = (name: string, n: number): boolean => attributes[name] === undefined || (attributes[name] as readonly number[]).every((one) => one === n);
  const given = attributes["kernel_shape"] !== undefined && attributes["strides"] !== undefined;
  return given && dims.length === 4 && all("kernel_shape", 2) && all("strides", 2) && all("pads", 0) && all("dilations", 1) && dims.slice(2).every((length) => length % 2 === 0);
}

/**
 * dx `[N, C, H, W]` of the maximum over such pairs, from x and dy: it goes to the first of the largest, found again column by
 * column, then row by row. That takes half as long as to have ONNX Runtime's `MaxPool` say where each maximum was.
 */
export function ofPairs(to: Tape, x: Value, dy: Value): Value {
  const [n = 1, channels = 1, height = 1, width = 1] = to.dims(x);
  const [rows, columns] = [(n * channels * height) / 2, width / 2];
  const pairs = product(to.dims(x)) / 2;
  const [left, right] = to.ops("Split", [to.transpose(to.reshape(x, [pairs, 2]), [1, 0])], 2, { axis: 0 }) as [Value, Value];
  const [upper, lower] = to.ops("Split", [to.reshape(to.op("Max", [left, right]), [rows, 2 * columns])], 2, { axis: 1 }) as [Value, Value];
  const down = shared(to, to.reshape(dy, [rows, columns]), upper, lower);
  const across = shared(to, to.reshape(to.op("Concat", down, { axis: 1 }), [1, pairs]), left, right);
  return to.reshape(to.transpose(to.op("Concat", across, { axis: 0 }), [1, 0]), to.dims(x));
}

/** What of dy goes to `a`, where it is not less than `b`, and what to `b`. */
function shared(to: Tape, dy: Value, a: Value, b: Value): readonly [Value, Value] {
  // 1 where a ≥ b, else 0: comparisons are slower.
  const first = to.op("HardSigmoid", [to.sub(a, b)], { alpha: { float: 1e38 }, beta: { float: 1 } });
  const toFirst = to.mul(dy, first);
  return [toFirst, to.sub(dy, toFirst)];
}
