import { activate } from "../activate.ts";
import { sizeOf, input, type Kernel } from "../kernel.ts";
import { matMul } from "../matMul.ts";

/** a `[…, m, k]` · b `[…, k, n]`, either transposed if asked. */
export const batchMatMul: Kernel = (call) => {
  const { transposeA, transposeB } = call.attrs as { readonly transposeA: boolean; readonly transposeB: boolean };
  const [a, b] = [input(call, "a"), input(call, "b")];
  if (a.dtype !== "float32" || b.dtype !== "float32") return undefined;
  return matMul(call.backend, a, b, { transposeA, transposeB, activation: "linear" });
};

/** The same with a bias `[n]` and an activation. */
export const fusedMatMul: Kernel = (call) => {
  const { transposeA, transposeB } = call.attrs as { readonly transposeA: boolean; readonly transposeB: boolean };
  const [a, b, bias] = [input(call, "a"), input(call, "b"), call.inputs["bias"]];
  if (a.dtype !== "float32" || b.dtype !== "float32") return undefined;
  // A bias of another shape than one number for each column is rare.
  if (bias && sizeOf(bias) !== (transposeB ? b.shape.at(-2) : b.shape.at(-1))) return undefined;
  return activate(call, (activation) => matMul(call.backend, a, b, { transposeA, transposeB, bias, activation }));
};
