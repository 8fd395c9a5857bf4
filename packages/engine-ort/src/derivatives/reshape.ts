import type { Value } from "@convscope/exchange/onnx";
import { inputOf, type Derivative } from "./derivative.ts";

/** Of everything that hands numbers on in their order: Reshape, Flatten, Identity. */
export const reshape: Derivative = (call, [dy], to) => [to.reshape(dy as Value, to.dims(inputOf(call, 0)))];
