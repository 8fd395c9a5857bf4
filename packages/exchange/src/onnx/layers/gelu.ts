import type { Gelu } from "@convscope/core";
import type { Value } from "../builder.ts";
import type { Emission, Emit } from "../emission.ts";

/** x · Φ(x): ONNX has an operation for it only from opset 20 on. Runtimes know this form, and compute it at once. */
export const gelu: Emit<Gelu> = ({ approximate }, [x], to) => {
  const value = to.asIs(x);
  const inner = approximate === "none" ? to.op("Erf", [to.op("Div", [value, to.number(Math.SQRT2)])]) : to.op("Tanh", [bent(to, value)]);
  return to.like(x, to.op("Mul", [to.op("Mul", [value, to.op("Add", [inner, to.number(1)])]), to.number(0.5)]));
};

/** √(2/π) · (x + 0.044715·x³). */
function bent(to: Emission, x: Value): Value {
  const cube = to.op("Mul", [to.op("Mul", [x, x]), x]);
  return to.op("Mul", [to.op("Add", [x, to.op("Mul", [cube, to.number(0.044715)])]), to.number(Math.sqrt(2 / Math.PI))]);
}
