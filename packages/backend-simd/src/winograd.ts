import type * as tf from "@tensorflow/tfjs-core";
import type { SimdBackend } from "./backend.ts";
import { activations, describe, type Activation } from "./describe.ts";
import type { Sliding } from "./sliding.ts";

/** Multiplications of a gradient's parts are cut into at most so many numbers. */
const mostNumbers = 2 ** 23;

/** Whether a convolution is computed by `winograd`: 3×3 without strides, channels in whole fours and enough of everything for the transforms to pay. */
export function fitsWinograd(backend: SimdBackend, { batch, places, channels, filters, kernelSize, strides, dilations, groups, before }: Sliding): boolean {
  const [plain, square] = [[...strides, ...dilations, groups].every((n) => n === 1), kernelSize.every((k) => k === 3) && before.every((p) => p <= 2)];
  return backend.winograd && plain && square && channels % 4 === 0 && filters % 4 === 0 && Math.min(channels, filters) >= 16 && Math.max(channels, filters) <= 1024 && tilesOf(batch, places) >= 48;
}

/** Whether its kernel's gradient is, too: each part of it takes 16 numbers for every weight pair. */
export const fitsWinogradFilter = (backend: SimdBackend, sliding: Sliding): boolean => fitsWinograd(backend, sliding) && sliding.channels + sliding.filters <= 512 && splitsOf(sliding) >= 4;

const tilesOf = (batch: number, [height, width]: readonly [number, number]): number => batch * Math.ceil(height / 2) * Math.ceil(width / 2);

const splitsOf = ({ batch, places, channels, filters }: Sliding): number => Math.min(16, Math.floor(tilesOf(batch, places) / 48), Math.floor(mostNumbers / (16 * channels * filters)));

/** y `[N, H', W', d]` from x `[N, H, W, c]`; with `back` through the kernel `[3, 3, d, c]` as gradients go. */
export function winograd(backend: SimdBackend, x: tf.TensorInfo, filter: tf.TensorInfo, y: tf.TensorInfo, before: readonly [number, number], back: boolean, bias?: tf.TensorInfo, activation: Activation = "linear"): void {
  const [n = 0, h = 0, w = 0, c = 0] = x.shape;
  const [, outH = 0, outW = 0, d = 0] = y.shape;
  const bytes = 4 * 16 * 8 * Math.ceil(d / 8) * c;
  const pack = (panels: number): void => void backend.exports.winogradKernel(backend.pointer(filter), panels, c, d, Number(back));
  const run = (panels: number): void =>
    describe(backend, [
      backend.pointer(x), backend.pointer(y), panels, bias ? backend.pointer(bias) : 0, n, h, w, c, outH, outW, d, ...before, activations.indexOf(activation), c <= 256 ? 32 : 16,
    ], backend.exports.winograd);
  const kept = back ? undefined : backend.keepPacked(filter, `winograd ${c} ${d}`, bytes, pack);
  if (kept !== undefined) return run(kept);
  backend.borrow(bytes, (panels) => {
    pack(panels);
    run(panels);
  });
}

/** The gradient to a kernel `[3, 3, c, d]`. */
export function winogradFilter(backend: SimdBackend, x: tf.TensorInfo, dy: tf.TensorInfo, dk: tf.TensorInfo, sliding: Sliding): void {
  const { batch, size, channels, places, filters, before } = sliding;
  const splits = splitsOf(sliding);
  backend.borrow(4 * 16 * splits * channels * filters, (sums) =>
    describe(backend, [backend.pointer(x), backend.pointer(dy), backend.pointer(dk), sums, batch, ...size, channels, ...places, filters, ...before, splits], backend.exports.winogradFilter),
  );
}
