import type * as tf from "@tensorflow/tfjs-core";
import { bytesOf, isOurs, type SimdBackend } from "../backend.ts";
import { input, sizeOf, type Kernel } from "../kernel.ts";
import { withWords, bitsOf } from "../words.ts";

type Padding = readonly [before: number, after: number];

/** One axis of x: how long it is, and what is put around it. */
interface Padded {
  readonly size: number;
  readonly before: number;
  readonly after: number;
}

/** x with a value around it. */
export const padV2: Kernel = (call) => {
  const x = input(call, "x");
  return isOurs(x.dtype) ? padded(call.backend, x, call.attrs["paddings"] as Padding[], call.attrs["constantValue"] as number) : undefined;
};

/** A new tensor: x with a value around it; nothing where more than four axes are padded. */
export function padded(backend: SimdBackend, x: tf.TensorInfo, paddings: readonly Padding[], value: number): tf.TensorInfo | undefined {
  const axes = merged(x.shape.map((size, i) => ({ size, before: paddings[i]?.[0] ?? 0, after: paddings[i]?.[1] ?? 0 })));
  if (axes.length > 4) return undefined;
  const y = backend.output(x.shape.map((n, i) => (paddings[i]?.[0] ?? 0) + n + (paddings[i]?.[1] ?? 0)), x.dtype);
  if (sizeOf(y) === 0) return y;
  const four = [...Array.from({ length: 4 - axes.length }, () => ({ size: 1, before: 0, after: 0 })), ...axes];
  backend.exports.PadV2(bytesOf(x.dtype), backend.pointer(x), backend.pointer(y), bitsOf(value, x.dtype), ...four.flatMap(({ size, before, after }) => [size, before + size + after, before]));
  return y;
}

/** An axis that is not padded belongs to the one before it. */
function merged(axes: readonly Padded[]): Padded[] {
  const result: Padded[] = [];
  for (const { size, before, after } of axes) {
    const outer = result.at(-1);
    if (outer && before === 0 && after === 0) result[result.length - 1] = { size: outer.size * size, before: outer.before * size, after: outer.after * size };
    else result.push({ size, before, after });
  }
  return result;
}

/** x with its own values around it, mirrored at its edges, which `symmetric` repeats and `reflect` does not. */
export const mirrorPad: Kernel = (call) => {
  const x = input(call, "x");
  if (!isOurs(x.dtype)) return undefined;
  const { backend, attrs } = call;
  const repeated = attrs["mode"] === "symmetric" ? 1 : 0;
  let result = backend.alias(x, x.shape);
  (attrs["paddings"] as Padding[]).forEach(([before, after], axis) => {
    if (before === 0 && after === 0) return;
    const n = x.shape[axis] ?? 0;
    const indices = Int32Array.from({ length: before + n + after }, (_, i) => {
      const place = i - before;
      if (place < 0) return -place - repeated;
      return place < n ? place : 2 * (n - 1) - place + repeated;
    });
    const along = gathered(backend, result, axis, indices);
    backend.disposeData(result.dataId);
    result = along;
  });
  return result;
};

/** A new tensor: what stands at these places along an axis of x. */
function gathered(backend: SimdBackend, x: tf.TensorInfo, axis: number, indices: Int32Array): tf.TensorInfo {
  const y = backend.output([...x.shape.slice(0, axis), indices.length, ...x.shape.slice(axis + 1)], x.dtype);
  const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
  const bytes = product(x.shape.slice(axis + 1)) * bytesOf(x.dtype);
  if (sizeOf(y) > 0) withWords(backend, indices, (pointer) => backend.exports.GatherV2(bytes, backend.pointer(x), pointer, backend.pointer(y), 1, product(x.shape.slice(0, axis)), x.shape[axis] ?? 0, indices.length));
  return y;
}
