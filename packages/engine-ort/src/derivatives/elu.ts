import type { OnnxAttribute } from "@convscope/exchange/onnx";
import { pointwise, type Derivative } from "./derivative.ts";
import { numberOf } from "./attribute.ts";

type Attributes = { readonly [name: string]: OnnxAttribute };

/** Of scale · (x above 0, else alpha · (e^x − 1)): below 0 what is missing to the limit that y comes down to. */
const exponentialLinear = (of: (attributes: Attributes) => { readonly scale: number; readonly alpha: number }): Derivative =>
  pointwise(({ y, dy }, to, { attributes }) => {
    const { scale, alpha } = of(attributes);
    return to.mul(dy, to.op("Where", [to.op("Greater", [y, to.number(0)]), to.number(scale), to.plus(y, scale * alpha)]));
  });

export const elu: Derivative = exponentialLinear(({ alpha }) => ({ scale: 1, alpha: numberOf(alpha, 1) }));

/** Its constants are those of arXiv:1706.02515, equation 2, unless it says others. */
export const selu: Derivative = exponentialLinear(({ gamma, alpha }) => ({ scale: numberOf(gamma, 1.0507009873554805), alpha: numberOf(alpha, 1.6732632423543772) }));
