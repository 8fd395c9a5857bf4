import type { Value } from "@convscope/exchange/onnx";
import type { Tape } from "../graph/tape.ts";

/** 1 where a value is above `low` and below `high`, else 0. */
export const between = (to: Tape, x: Value, low: Value, high: Value): Value => to.op("Cast", [to.op("And", [to.op("Greater", [x, low]), to.op("Less", [x, high])])], { to: 1 });
