import { check } from "../errors.ts";
import type { Rules } from "../layer.ts";
import { formatShape, sameShape } from "../shape.ts";
import { pointwise, shapeOf } from "../window.ts";

/** The product of its inputs, element by element. ONNX `Mul`, PyTorch `*`, Keras `Multiply`. Inputs and output have one shape. */
export interface Multiply {
  readonly kind: "multiply";
}

export const multiply = (): Multiply => ({ kind: "multiply" });

export const multiplyRules: Rules<Multiply> = {
  doc: { summary: "Multiplies its inputs, element by element.", onnx: "Mul", pytorch: "torch.mul", keras: "Multiply", source: "" },
  arity: { least: 2 },
  work: "other",
  fields: {},

  outputShape(_, inputs) {
    const first = shapeOf(inputs);
    check(inputs.every((x) => sameShape(x, first)), "multiply", `inputs must have the same shape. Received ${inputs.map(formatShape).join(" and ")}. scale multiplies maps by a vector.`);
    return first;
  },

  weights: () => ({}),
  macs: () => 0,
  windows: pointwise,
  derive: () => [],
};
