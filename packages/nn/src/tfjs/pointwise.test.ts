import { dropout, elu, gelu, hardSigmoid, hardSwish, leakyRelu, linear, mish, relu, relu6, selu, sigmoid, silu, softplus, softsign, tanh, type Layer } from "@convscope/core";
import { simd } from "@convscope/backend-simd";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { openBackend } from "./backends.ts";
import { differentiate } from "./differentiate.ts";
import { executorOf } from "./executors.ts";

const layers: readonly Layer[] = [elu({ alpha: 0.5 }), gelu(), gelu({ approximate: "tanh" }), hardSigmoid(), hardSwish(), leakyRelu(), mish(), relu(), relu6(), selu(), sigmoid(), silu(), softplus(), softsign(), tanh(), dropout(0.5)];

test("on our own backend each activation is one kernel, and its gradient another", async () => {
  await openBackend(simd);
  const uniform = (shape: readonly number[]): tf.Tensor => tf.tensor(new Float32Array(4).fill(0.7), [...shape]);
  const kernelsOf = async (layer: Layer): Promise<string[]> => {
    const x = tf.tensor1d([-2, -0.5, 0.5, 7]);
    const { kernelNames } = await tf.profile(() =>
      tf.tidy(() => void differentiate(() => tf.sum(executorOf(layer)(layer, [x], {}, { training: true, rule: "true", uniform, remember: () => undefined })), [x])),
    );
    x.dispose();
    return kernelNames;
  };
  const around = await kernelsOf(linear());
  const found: Record<string, string> = {};
  for (const layer of layers) found[JSON.stringify(layer)] = (await kernelsOf(layer)).filter((name) => !around.includes(name)).join(" ");
  expect(found).toMatchInlineSnapshot(`
    {
      "{"kind":"dropout","rate":0.5}": "Dropout forward",
      "{"kind":"elu","alpha":0.5}": "ScaledElu forward ScaledEluGrad",
      "{"kind":"gelu","approximate":"none"}": "Gelu forward GeluGrad",
      "{"kind":"gelu","approximate":"tanh"}": "Gelu forward GeluGrad",
      "{"kind":"hardSigmoid"}": "HardSigmoid forward HardSigmoidGrad",
      "{"kind":"hardSwish"}": "HardSwish forward HardSwishGrad",
      "{"kind":"leakyRelu","negativeSlope":0.01}": "LeakyRelu forward LeakyReluGrad",
      "{"kind":"mish"}": "Mish forward MishGrad",
      "{"kind":"relu"}": "Relu forward ReluGrad",
      "{"kind":"relu6"}": "Relu6 forward Relu6Grad",
      "{"kind":"selu"}": "Selu forward ScaledEluGrad",
      "{"kind":"sigmoid"}": "Sigmoid forward SigmoidGrad",
      "{"kind":"silu"}": "Silu forward SiluGrad",
      "{"kind":"softplus"}": "Softplus forward SoftplusGrad",
      "{"kind":"softsign"}": "Softsign forward SoftsignGrad",
      "{"kind":"tanh"}": "Tanh forward TanhGrad",
    }
  `);
});
