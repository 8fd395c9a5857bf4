import type { SimpleRnn } from "@convscope/core";
import { unrolled } from "./recurrent.ts";
import type { EmitTraining } from "./trainingEmission.ts";

const activations = { tanh: "Tanh", relu: "Relu" } as const;

export const simpleRnn: EmitTraining<SimpleRnn> = (layer, [x], to) =>
  unrolled(layer, x, to, 1, ({ sums, recurrent, biases }, tape) => ({
    incoming: [sums(biases && tape.add(...biases))],
    next: ([a], [h]) => [tape.op(activations[layer.activation], [tape.op("Gemm", [h, recurrent, a])])],
  }));
