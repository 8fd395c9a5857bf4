import type { Activation } from "./activation.ts";
import { eluActivation } from "./layers/elu.ts";
import { geluActivation } from "./layers/gelu.ts";
import { hardSigmoidActivation } from "./layers/hardSigmoid.ts";
import { hardSwishActivation } from "./layers/hardSwish.ts";
import { leakyReluActivation } from "./layers/leakyRelu.ts";
import { linearActivation } from "./layers/linear.ts";
import { logSoftmaxActivation } from "./layers/logSoftmax.ts";
import { mishActivation } from "./layers/mish.ts";
import { preluActivation } from "./layers/prelu.ts";
import { randomizedLeakyReluActivation } from "./layers/randomizedLeakyRelu.ts";
import { relu6Activation } from "./layers/relu6.ts";
import { reluActivation } from "./layers/relu.ts";
import { scaledTanhActivation } from "./layers/scaledTanh.ts";
import { seluActivation } from "./layers/selu.ts";
import { sigmoidActivation } from "./layers/sigmoid.ts";
import { siluActivation } from "./layers/silu.ts";
import { softmaxActivation } from "./layers/softmax.ts";
import { softplusActivation } from "./layers/softplus.ts";
import { softsignActivation } from "./layers/softsign.ts";
import { stepActivation } from "./layers/step.ts";
import { tanhActivation } from "./layers/tanh.ts";
import type { Layer, LayerOf } from "./layers/table.ts";

/** The kinds of layer that are activation functions. */
export type ActivationKind =
  | "elu" | "gelu" | "hardSigmoid" | "hardSwish" | "leakyRelu" | "linear" | "logSoftmax" | "mish" | "prelu" | "randomizedLeakyRelu"
  | "relu" | "relu6" | "scaledTanh" | "selu" | "sigmoid" | "silu" | "softmax" | "softplus" | "softsign" | "step" | "tanh";

/** The facts about each activation: formula, derivative, range, monotony, and itself as a plain function. */
export const activations: { readonly [K in ActivationKind]: (layer: LayerOf<K>) => Activation } = {
  elu: eluActivation,
  gelu: geluActivation,
  hardSigmoid: hardSigmoidActivation,
  hardSwish: hardSwishActivation,
  leakyRelu: leakyReluActivation,
  linear: linearActivation,
  logSoftmax: logSoftmaxActivation,
  mish: mishActivation,
  prelu: preluActivation,
  randomizedLeakyRelu: randomizedLeakyReluActivation,
  relu: reluActivation,
  relu6: relu6Activation,
  scaledTanh: scaledTanhActivation,
  selu: seluActivation,
  sigmoid: sigmoidActivation,
  silu: siluActivation,
  softmax: softmaxActivation,
  softplus: softplusActivation,
  softsign: softsignActivation,
  step: stepActivation,
  tanh: tanhActivation,
};

export const isActivation = (layer: Layer): layer is LayerOf<ActivationKind> => layer.kind in activations;

/** The facts about one activation layer. The only place that must trust `kind` to pick the matching row. */
export const activationOf = (layer: LayerOf<ActivationKind>): Activation => (activations[layer.kind] as (layer: LayerOf<ActivationKind>) => Activation)(layer);
