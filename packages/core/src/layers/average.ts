import { check } from "../errors.ts";
import type { Rules } from "../layer.ts";
import { formatShape, sameShape } from "../shape.ts";
import { pointwise, shapeOf } from "../window.ts";

/** The mean of its inputs, element by element; e.g. of an ensemble. ONNX `Mean`, PyTorch `torch.stack(…).mean(0)`, Keras `Average`. Inputs and output have one shape. */
export interface Average {
  readonly kind: "average";
}

export const average = (): Average => ({ kind: "average" });

export const averageRules: Rules<Average> = {
  doc: { summary: "Takes the mean of its inputs, element by element.", onnx: "Mean", pytorch: "torch.stack(x).mean(0)", keras: "Average", source: "" },
  arity: { least: 2 },
  work: "other",
  fields: {},

  outputShape(_, inputs) {
    const first = shapeOf(inputs);
    check(inputs.every((x) => sameShape(x, first)), "average", `inputs must have the same shape. Received ${inputs.map(formatShape).join(" and ")}. A 1×1 convolution can project one to the other.`);
    return first;
  },

  weights: () => ({}),
  macs: () => 0,
  windows: pointwise,
  derive: () => [],
};
