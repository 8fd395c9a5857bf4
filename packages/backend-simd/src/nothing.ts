import type * as tf from "@tensorflow/tfjs-core";
import type { SimdBackend } from "./backend.ts";
import type { Activation } from "./describe.ts";

/** What a product gives where there is nothing to add up: zeros, or in every row `[filters]` the bias after its activation. */
export function sumsOfNothing(backend: SimdBackend, shape: readonly number[], bias?: tf.TensorInfo, activation: Activation = "linear"): tf.TensorInfo {
  const y = backend.output(shape);
  const values = backend.view(y);
  const least = activation === "linear" ? -Infinity : 0;
  const most = activation === "relu6" ? 6 : Infinity;
  const row = bias ? backend.view(bias).map((b) => Math.max(least, Math.min(most, b))) : Float32Array.of(0);
  values.forEach((_, i) => (values[i] = row[i % row.length] ?? 0));
  return y;
}
