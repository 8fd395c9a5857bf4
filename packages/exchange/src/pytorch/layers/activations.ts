import type { Elu, Gelu, LeakyRelu, Prelu, RandomizedLeakyRelu, ScaledTanh } from "@convscope/core";
import { call, compact, named, python } from "../python.ts";
import { elementwise, type TorchRow } from "../row.ts";

type Plain = TorchRow<{ readonly kind: string }>;

const f = (name: string): Plain => elementwise((_, x) => call(name, x));

export const relu: Plain = f("F.relu");
export const relu6: Plain = f("F.relu6");
export const selu: Plain = f("F.selu");
export const sigmoid: Plain = f("torch.sigmoid");
export const silu: Plain = f("F.silu");
export const softplus: Plain = f("F.softplus");
export const softsign: Plain = f("F.softsign");
export const tanh: Plain = f("torch.tanh");
export const mish: Plain = f("F.mish");
export const hardSigmoid: Plain = f("F.hardsigmoid");
export const hardSwish: Plain = f("F.hardswish");

export const elu: TorchRow<Elu> = elementwise(({ alpha }, x) => call("F.elu", x, named("alpha", alpha, 1)));
export const gelu: TorchRow<Gelu> = elementwise(({ approximate }, x) => call("F.gelu", x, named("approximate", python(approximate), '"none"')));
export const leakyRelu: TorchRow<LeakyRelu> = elementwise(({ negativeSlope }, x) => call("F.leaky_relu", x, negativeSlope));
export const linear: Plain = elementwise((_, x) => x);
export const randomizedLeakyRelu: TorchRow<RandomizedLeakyRelu> = elementwise(({ lower, upper }, x) => call("F.rrelu", x, lower, upper, "self.training"));
export const scaledTanh: TorchRow<ScaledTanh> = elementwise(({ amplitude, steepness }, x) => `${amplitude} * torch.tanh(${steepness} * ${x})`);
export const step: Plain = elementwise((_, x) => `(${x} > 0).to(${x}.dtype)`);

export const prelu: TorchRow<Prelu> = ({ perChannel }, { x: [x], self, inputs: [shape] }) => ({
  module: call("nn.PReLU", compact([perChannel ? (shape.at(-1) ?? 1) : 1])),
  value: call(self, x),
  anyOrder: true,
});

/** The channels are axis 1. */
export const softmax: Plain = (_, { x: [x] }) => ({ value: call("F.softmax", x, "dim=1") });
export const logSoftmax: Plain = (_, { x: [x] }) => ({ value: call("F.log_softmax", x, "dim=1") });
