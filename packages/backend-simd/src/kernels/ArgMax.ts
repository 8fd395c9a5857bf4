import * as tf from "@tensorflow/tfjs-core";
import { input, sizeOf, type Kernel } from "../kernel.ts";
import { converted, middleOf } from "../reduce.ts";

/** Where along one axis the best number is; of equals the first. */
const argument =
  (name: "ArgMax" | "ArgMin"): Kernel =>
  (call) => {
    const x = input(call, "x");
    const { backend, attrs } = call;
    const [axis = 0] = tf.util.parseAxisParam(attrs["axis"] as number, x.shape);
    const y = backend.output(x.shape.filter((_, i) => i !== axis), "int32");
    const { outer, length, inner } = middleOf(x.shape, axis);
    if (sizeOf(x) === 0) backend.view(y).fill(0);
    else if (x.dtype === "float32") backend.exports[name](outer, length, inner, backend.pointer(x), backend.pointer(y));
    else converted(backend, x, "int32", (from) => backend.exports[`${name}OfWholes`](outer, length, inner, from, backend.pointer(y)));
    return y;
  };

export const argMax: Kernel = argument("ArgMax");
export const argMin: Kernel = argument("ArgMin");
