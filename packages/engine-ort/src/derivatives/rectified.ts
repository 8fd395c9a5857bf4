import type { Value } from "@convscope/exchange/onnx";
import type { GradientRule } from "@convscope/nn";
import type { Backward } from "../graph/backward.ts";
import type { Call } from "../graph/recorder.ts";
import { pointwise, type Derivative } from "./derivative.ts";

/**
 * Of a rectifier, whose gradient depends on the rule: `open` is 1 where it lets its input through, from its value y. Deconvnet
 * (arXiv:1311.2901) rectifies the gradient alone; guided backpropagation (arXiv:1412.6806) also keeps the forward mask.
 */
export const rectified = (open: (y: Value, to: Backward, call: Call) => Value): Derivative =>
  pointwise(({ y, dy }, to, call) => passed[to.rule](dy, () => open(y, to, call), to));

const passed: { readonly [R in GradientRule]: (dy: Value, open: () => Value, to: Backward) => Value } = {
  true: (dy, open, to) => to.mul(dy, open()),
  guided: (dy, open, to) => to.mul(to.op("Relu", [dy]), open()),
  deconvnet: (dy, _, to) => to.op("Relu", [dy]),
};
