import { check } from "../errors.ts";
import type { Rules } from "../layer.ts";
import { formatShape, sameShape } from "../shape.ts";
import { pointwise, shapeOf } from "../window.ts";

/** The first input minus the second, element by element. ONNX `Sub`, PyTorch `-`, Keras `Subtract`. Inputs and output have one shape. */
export interface Subtract {
  readonly kind: "subtract";
}

export const subtract = (): Subtract => ({ kind: "subtract" });

export const subtractRules: Rules<Subtract> = {
  doc: { summary: "Takes the second input from the first, element by element.", onnx: "Sub", pytorch: "torch.sub", keras: "Subtract", source: "" },
  arity: 2,
  work: "other",
  fields: {},

  outputShape(_, inputs) {
    const first = shapeOf(inputs);
    check(inputs.every((x) => sameShape(x, first)), "subtract", `inputs must have the same shape. Received ${inputs.map(formatShape).join(" and ")}. A 1×1 convolution can project one to the other.`);
    return first;
  },

  weights: () => ({}),
  macs: () => 0,
  windows: pointwise,
  derive: () => [],
};
