import type * as tf from "@tensorflow/tfjs-core";
import type { SimdBackend } from "../backend.ts";
import type { Kernel } from "../kernel.ts";

/** Each number is the one before plus the step, rounded as it is stored: so it is on the cpu backend. */
function counted(backend: SimdBackend, length: number, start: number, step: number, dtype: tf.DataType): tf.TensorInfo {
  const y = backend.output([length], dtype);
  const values = backend.view(y);
  values.forEach((_, i) => (values[i] = i === 0 ? start : (values[i - 1] ?? 0) + step));
  return y;
}

/** Numbers from `start` to before `stop`. Downwards, a step of 1 counts as −1; other steps the wrong way give nothing. */
export const range: Kernel = (call) => {
  const { start, stop, step, dtype } = call.attrs as { readonly start: number; readonly stop: number; readonly step: number; readonly dtype: "float32" | "int32" };
  const nothing = start === stop || (start < stop && step < 0) || (stop < start && step > 1);
  return counted(call.backend, nothing ? 0 : Math.abs(Math.ceil((stop - start) / step)), start, stop < start && step === 1 ? -1 : step, dtype);
};

/** `num` numbers from `start` to `stop`, evenly spaced. */
export const linSpace: Kernel = (call) => {
  const { start, stop, num } = call.attrs as { readonly start: number; readonly stop: number; readonly num: number };
  return counted(call.backend, num, start, (stop - start) / (num - 1), "float32");
};
