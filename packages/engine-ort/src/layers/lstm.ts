import type { Lstm } from "@convscope/core";
import type { Value } from "@convscope/exchange/onnx";
import { unrolled } from "./recurrent.ts";
import type { EmitTraining } from "./trainingEmission.ts";

/** Gates in PyTorch's order: in, forget, cell, out. */
export const lstm: EmitTraining<Lstm> = (layer, [x], to) =>
  unrolled(layer, x, to, 2, ({ sums, recurrent, biases }, tape) => ({
    incoming: [sums(biases && tape.add(...biases))],
    next([a], [h, memory]) {
      const [i, f, g, o] = tape.ops("Split", [tape.op("Gemm", [h, recurrent, a])], 4, { axis: 1 }) as readonly [Value, Value, Value, Value];
      const sigmoid = (x: Value): Value => tape.op("Sigmoid", [x]);
      const c = tape.add(tape.mul(sigmoid(f), memory as Value), tape.mul(sigmoid(i), tape.op("Tanh", [g])));
      return [tape.mul(sigmoid(o), tape.op("Tanh", [c])), c];
    },
  }));
