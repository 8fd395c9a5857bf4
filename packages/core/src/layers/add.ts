import { check } from "../errors.ts";
import type { Rules } from "../layer.ts";
import { formatShape, sameShape } from "../shape.ts";
import { pointwise, shapeOf } from "../window.ts";

/** The sum of its inputs, element by element; the end of a residual block. ONNX `Sum`, PyTorch `+`, Keras `Add`. */
export interface Add {
  readonly kind: "add";
}

export const add = (): Add => ({ kind: "add" });

export const addRules: Rules<Add> = {
  doc: { summary: "Adds its inputs, element by element.", onnx: "Sum", pytorch: "torch.add", keras: "Add", source: "arXiv:1512.03385, equation 1" },
  arity: { least: 2 },
  work: "other",
  fields: {},

  outputShape(_, inputs) {
    const first = shapeOf(inputs);
    check(inputs.every((x) => sameShape(x, first)), "add", `inputs must have the same shape. Received ${inputs.map(formatShape).join(" and ")}. A 1×1 convolution can project one to the other.`);
    return first;
  },

  weights: () => ({}),
  macs: () => 0,
  windows: pointwise,
  derive: () => [],
};
