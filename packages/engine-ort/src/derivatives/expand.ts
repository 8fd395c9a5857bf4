import type { Value } from "@convscope/exchange/onnx";
import { inputOf, type Derivative } from "./derivative.ts";

export const expand: Derivative = (call, [dy], to) => [to.sumTo(dy as Value, to.dims(inputOf(call, 0)))];
