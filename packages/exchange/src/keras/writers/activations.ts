import type { Elu, Gelu, LeakyRelu, Prelu } from "@convscope/core";
import { one, refuse, type KerasRow } from "../writer.ts";

type Plain = KerasRow<{ readonly kind: string }>;
const named = (activation: string): Plain => one("Activation", () => ({ activation }));
const keras3 =
  (activation: string): Plain =>
  ({ kind }, { dialect }) =>
    dialect === "keras3" ? [{ className: "Activation", config: { activation } }] : refuse(kind, "TensorFlow.js has another function under this name, or none.");

export const linear: Plain = named("linear");
export const relu: Plain = named("relu");
export const selu: Plain = named("selu");
export const sigmoid: Plain = named("sigmoid");
export const softplus: Plain = named("softplus");
export const softsign: Plain = named("softsign");
export const tanh: Plain = named("tanh");
export const softmax: Plain = named("softmax");
export const mish: Plain = named("mish");
export const hardSigmoid: Plain = keras3("hard_sigmoid");
export const hardSwish: Plain = keras3("hard_silu");
export const logSoftmax: Plain = keras3("log_softmax");
export const silu: Plain = one("Activation", (_, { dialect }) => ({ activation: dialect === "keras3" ? "silu" : "swish" }));
export const relu6: Plain = one("ReLU", () => ({ max_value: 6 }));
export const elu: KerasRow<Elu> = ({ kind, alpha }, { dialect }) => {
  if (dialect === "tfjs" && alpha !== 1) refuse(kind, "TensorFlow.js has alpha 1 only.");
  return [{ className: "ELU", config: { alpha } }];
};
export const leakyRelu: KerasRow<LeakyRelu> = one("LeakyReLU", ({ negativeSlope }, { dialect }) => ({ [dialect === "keras3" ? "negative_slope" : "alpha"]: negativeSlope }));

export const gelu: KerasRow<Gelu> = ({ kind, approximate }) => {
  if (approximate === "tanh") refuse(kind, "its layers know the exact GELU only.");
  return [{ className: "Activation", config: { activation: "gelu" } }];
};

/** Keras has a slope for each channel at least; one for all is repeated. */
export const prelu: KerasRow<Prelu> = (_, { inputs: [shape] }) => {
  const channels = shape.at(-1) ?? 1;
  const places = shape.slice(0, -1).map((_, axis) => axis + 1);
  return [{
    className: "PReLU",
    config: places.length > 0 ? { shared_axes: places } : {},
    weights(weight) {
      const { data } = weight("weight");
      const slopes = data.length === 1 ? new Float32Array(channels).fill(data[0] ?? 0) : data;
      return [["alpha", { shape: [...places.map(() => 1), channels], data: slopes }]];
    },
  }];
};
