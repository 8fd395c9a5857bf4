import * as tf from "@tensorflow/tfjs-core";
import { input, sizeOf, type Kernel } from "../kernel.ts";
import { converted, middleOf } from "../reduce.ts";

/** Sums or products of all numbers so far along one axis. */
const cumulative =
  (name: "Cumsum" | "Cumprod"): Kernel =>
  (call) => {
    const x = input(call, "x");
    const { backend, attrs } = call;
    const [axis = 0] = tf.util.parseAxisParam(attrs["axis"] as number, x.shape);
    const y = backend.output(x.shape, x.dtype === "float32" ? "float32" : "int32");
    const { outer, length, inner } = middleOf(x.shape, axis);
    const run = (kernel: "Cumsum" | "Cumprod" | "CumsumOfWholes" | "CumprodOfWholes", from: number): unknown =>
      backend.exports[kernel](outer, length, inner, from, backend.pointer(y), attrs["exclusive"] ? 1 : 0, attrs["reverse"] ? 1 : 0);
    if (sizeOf(x) === 0) return y;
    if (x.dtype === "float32") run(name, backend.pointer(x));
    else converted(backend, x, "int32", (from) => run(`${name}OfWholes`, from));
    return y;
  };

export const cumsum: Kernel = cumulative("Cumsum");
export const cumprod: Kernel = cumulative("Cumprod");
