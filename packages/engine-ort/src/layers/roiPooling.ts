import type { RoiPooling } from "@convscope/core";
import type { Value } from "@convscope/exchange/onnx";
import type { Tape } from "../graph/tape.ts";
import type { EmitTraining } from "./trainingEmission.ts";

/** Below all that maps hold, yet above what ONNX Runtime's pooling starts from, so that every window has a first largest value. */
const nothing = -1e38;

/**
 * `MaxRoiPool` does not say where its maxima are. So for each box the largest of each bin of columns, then of those the largest of
 * each bin of rows: the first row among equals, and in it the first column, is the first in memory order. No gradient goes to the boxes.
 */
export const roiPooling: EmitTraining<RoiPooling> = ({ outputSize: [ph, pw], spatialScale }, [maps, boxes = maps], to) => {
  const { tape } = to;
  const x = to.first(maps);
  const [n = 1, channels = 1, h = 1, w = 1] = tape.dims(x);
  const corners = tape.times(to.last(boxes), spatialScale);
  const [, count = 1] = tape.dims(corners);
  const columns = inBins(tape, corners, { ends: [0, 2], bins: pw, length: w });
  const rows = inBins(tape, corners, { ends: [1, 3], bins: ph, length: h });
  const narrow = largest(tape, tape.reshape(columns, [n, count, pw, 1, 1, w]), tape.reshape(x, [n, 1, 1, channels, h, w]));
  const pooled = largest(tape, tape.reshape(rows, [n, count, ph, 1, 1, h]), tape.reshape(narrow, [n, count, 1, pw, channels, h]));
  // An empty bin gives 0.
  return to.withLast(tape.op("Where", [tape.op("Greater", [pooled, tape.number(nothing)]), pooled, tape.number(0)]));
};

/** The largest value along the last axis among those of the mask; `nothing` if there is none. */
function largest(to: Tape, mask: Value, x: Value): Value {
  const seen = to.op("Where", [mask, x, to.number(nothing)]);
  const dims = to.dims(seen);
  const length = dims.at(-1) ?? 1;
  return to.reshape(to.op("MaxPool", [to.reshape(seen, [1, -1, length])], { kernel_shape: [length] }), dims.slice(0, -1));
}

interface Bins {
  /** Which corners say where a box starts and stops along the axis. */
  readonly ends: readonly [number, number];
  readonly bins: number;
  readonly length: number;
}

/** Which of `length` places lie in which bin of each box, of corners `[N, boxes, 4]`: `[N, boxes, bins, length]`. */
function inBins(to: Tape, corners: Value, { ends, bins, length }: Bins): Value {
  const [low, high] = ends.map((end) => to.reshape(round(to, to.op("Slice", [corners, to.wholes([end]), to.wholes([end + 1]), to.wholes([2])])), [...to.dims(corners).slice(0, 2), 1, 1])) as [Value, Value];
  const range = (count: number, from: number): Float32Array => Float32Array.from({ length: count }, (_, i) => from + i);
  const size = to.div(to.op("Max", [to.plus(to.sub(high, low), 1), to.number(1)]), to.number(bins));
  const from = to.add(to.op("Floor", [to.mul(to.floats([bins, 1], () => range(bins, 0)), size)]), low);
  const end = to.add(to.op("Ceil", [to.mul(to.floats([bins, 1], () => range(bins, 1)), size)]), low);
  const places = to.floats([length], () => range(length, 0));
  return to.op("And", [to.op("GreaterOrEqual", [places, from]), to.op("Less", [places, end])]);
}

/** Halves go away from zero. */
const round = (to: Tape, x: Value): Value => to.mul(to.op("Sign", [x]), to.op("Floor", [to.plus(to.op("Abs", [x]), 0.5)]));
