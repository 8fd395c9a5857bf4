import type { Value } from "@convscope/exchange/onnx";
import type { Backward } from "../graph/backward.ts";
import type { Call } from "../graph/recorder.ts";
import { numberOf } from "./attribute.ts";
import { pointwise, type Derivative } from "./derivative.ts";

const summed = (x: Value, to: Backward, { attributes }: Call): Value => to.sum(x, [numberOf(attributes["axis"], -1)]);

/** y · (dy − Σ dy · y). */
export const softmax: Derivative = pointwise(({ y, dy }, to, call) => to.mul(y, to.sub(dy, summed(to.mul(dy, y), to, call))));

/** dy − e^y · Σ dy. */
export const logSoftmax: Derivative = pointwise(({ y, dy }, to, call) => to.sub(dy, to.mul(to.op("Exp", [y]), summed(dy, to, call))));
