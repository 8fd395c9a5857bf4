import * as tf from "@tensorflow/tfjs-core";
import { isOurs, type SimdBackend } from "../backend.ts";
import { input, sizeOf, type Kernel } from "../kernel.ts";
import { moved, stepsOf } from "../move.ts";

function reversed(backend: SimdBackend, x: tf.TensorInfo, axes: readonly number[]): tf.TensorInfo | undefined {
  if (!isOurs(x.dtype)) return undefined;
  const steps = stepsOf(x.shape);
  const last = axes.reduce((sum, axis) => sum + ((x.shape[axis] ?? 1) - 1) * (steps[axis] ?? 0), 0);
  return moved(backend, x, x.shape, steps.map((step, i) => (axes.includes(i) ? -step : step)), sizeOf(x) > 0 ? last : 0);
}

/** x backwards along some axes. */
export const reverse: Kernel = (call) => {
  const x = input(call, "x");
  return x.shape.length === 0 ? call.backend.alias(x, x.shape) : reversed(call.backend, x, tf.util.parseAxisParam(call.attrs["dims"] as number | number[], x.shape));
};

/** Images `[N, H, W, C]` mirrored. */
export const flipLeftRight: Kernel = (call) => reversed(call.backend, input(call, "image"), [2]);
