import { activationGradient } from "../binary.ts";
import type { Kernel } from "../kernel.ts";
import type { Parameters } from "../parameters.ts";
import { unary } from "../unary.ts";
import { dropout } from "./Dropout.ts";
import { gelu, geluGrad } from "./Gelu.ts";

/** scale·x above 0, factor·(e^x − 1) below. */
const scaled: Parameters = ({ attrs }) => [attrs["scale"] as number, attrs["factor"] as number];

/**
 * Kernels of our own, each in one pass: activations that TensorFlow.js composes, and gradients with respect to an activation's
 * input from dy and its input x or its value y.
 */
export const activations: { readonly [name: string]: Kernel } = {
  Dropout: dropout,
  Gelu: gelu,
  GeluGrad: geluGrad,
  HardSigmoid: unary("HardSigmoid"),
  HardSigmoidGrad: activationGradient("HardSigmoidGrad", "x"),
  HardSwish: unary("HardSwish"),
  HardSwishGrad: activationGradient("HardSwishGrad", "x"),
  LeakyReluGrad: activationGradient("LeakyReluGrad", "x", ({ attrs }) => [attrs["alpha"] as number]),
  Mish: unary("Mish"),
  MishGrad: activationGradient("MishGrad", "x"),
  ReluGrad: activationGradient("ReluGrad", "y"),
  Relu6Grad: activationGradient("Relu6Grad", "y"),
  /** Attributes `scale` and `factor`. */
  ScaledElu: unary("ScaledElu", { parameters: scaled }),
  ScaledEluGrad: activationGradient("ScaledEluGrad", "x", scaled),
  SigmoidGrad: activationGradient("SigmoidGrad", "y"),
  Silu: unary("Silu"),
  SiluGrad: activationGradient("SiluGrad", "x"),
  SoftplusGrad: activationGradient("SoftplusGrad", "x"),
  Softsign: unary("Softsign"),
  SoftsignGrad: activationGradient("SoftsignGrad", "x"),
  TanhGrad: activationGradient("TanhGrad", "y"),
};
