import type { Rules } from "../layer.ts";
import { shapeOf, pointwise } from "../window.ts";

/** `max(x, 0)`. ONNX `Relu`, PyTorch `ReLU`, Keras `ReLU`. Any shape in, the same shape out. */
export interface Relu {
  readonly kind: "relu";
}

export const relu = (): Relu => ({ kind: "relu" });

export const reluRules: Rules<Relu> = {
  doc: {
    summary: "Keeps what is positive and makes the rest zero.",
    onnx: "Relu", pytorch: "ReLU", keras: "ReLU",
    source: "Nair & Hinton 2010",
  },
  arity: 1,
  work: "other",
  fields: {},
  outputShape: (_, inputs) => shapeOf(inputs),
  weights: () => ({}),
  macs: () => 0,
  windows: pointwise,
  derive: () => [],
};
