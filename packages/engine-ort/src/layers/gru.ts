import type { Gru } from "@convscope/core";
import type { Value } from "@convscope/exchange/onnx";
import { unrolled } from "./recurrent.ts";
import type { EmitTraining } from "./trainingEmission.ts";

/** Gates in PyTorch's order: reset, update, new. The reset is of the product with the state, its bias included. */
export const gru: EmitTraining<Gru> = (layer, [x], to) => {
  const { units } = layer;
  return unrolled(layer, x, to, 1, ({ sums, recurrent, biases }, tape) => {
    /** Reset and update together, and new. */
    const parts = (sums: Value): readonly Value[] => tape.ops("Split", [sums, tape.wholes([2 * units, units])], 2, { axis: 1 });
    return {
      incoming: parts(sums(biases?.[0])),
      next([gates, a], [h]) {
        const [from, b] = parts(tape.op("Gemm", [h, recurrent, biases?.[1]])) as readonly [Value, Value];
        const [r, z] = tape.ops("Split", [tape.op("Sigmoid", [tape.add(gates as Value, from)])], 2, { axis: 1 }) as readonly [Value, Value];
        const n = tape.op("Tanh", [tape.add(a as Value, tape.mul(r, b))]);
        // (1 − z)·n + z·h with one product less.
        return [tape.add(n, tape.mul(z, tape.sub(h as Value, n)))];
      },
    };
  });
};
