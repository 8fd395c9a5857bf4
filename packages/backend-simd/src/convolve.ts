import type * as tf from "@tensorflow/tfjs-core";
import type { SimdBackend } from "./backend.ts";
import { activations, describe, type Activation } from "./describe.ts";
import { sumsOfNothing } from "./nothing.ts";
import { phases, tapsForward, type Sliding, type Tap } from "./sliding.ts";
import { fitsWinograd, fitsWinogradFilter, winograd, winogradFilter } from "./winograd.ts";

type Taps = readonly Tap[];

/** Every channel by itself, one filter each. */
const isDepthwise = ({ groups, channels, filters }: Sliding): boolean => groups > 1 && groups === channels && groups === filters;

/** Whether one of the arrays has no numbers, so that there is nothing to multiply. */
const isEmpty = ({ batch, size, channels, kernelSize, filters, places }: Sliding): boolean => [batch, ...size, channels, ...kernelSize, filters, ...places].includes(0);

/** y `[N, H', W', filters]` from x `[N, H, W, C]` and a kernel `[kh, kw, C / groups, filters]`. */
export function convolve(backend: SimdBackend, x: tf.TensorInfo, filter: tf.TensorInfo, sliding: Sliding, bias?: tf.TensorInfo, activation: Activation = "linear"): tf.TensorInfo {
  if (isEmpty(sliding)) return sumsOfNothing(backend, [sliding.batch, ...sliding.places, sliding.filters], bias, activation);
  if (isDepthwise(sliding)) return eachChannel(backend, x, filter, sliding, bias, activation);
  const { batch, places, filters, channels, groups, strides, size } = sliding;
  const y = backend.output([batch, ...places, filters]);
  if (fitsWinograd(backend, sliding)) {
    winograd(backend, x, filter, y, sliding.before, false, bias, activation);
    return y;
  }
  const taps = tapsForward(sliding);
  if (taps.length === 1 && groups === 1 && batch <= 4 && size[0] * size[1] * places[0] * places[1] === 1 && sliding.before[0] + sliding.before[1] === 0) {
    backend.exports.fewRows(backend.pointer(x), backend.pointer(filter), backend.pointer(y), bias ? backend.pointer(bias) : 0, batch, filters, channels, activations.indexOf(activation));
    return y;
  }
  const [c, d] = [channels / groups, filters / groups];
  withPanels(backend, filter, taps, { c, d, groups, transposed: false }, (panels, tapsAt) =>
    sum(backend, [
      backend.pointer(x), backend.pointer(y), panels, bias ? backend.pointer(bias) : 0, tapsAt, taps.length,
      batch, ...size, c, channels, d, filters, groups, ...places, ...strides, ...places, 1, 1, 0, 0, activations.indexOf(activation), rowsOf(batch * places[0] * places[1]),
    ]),
  );
  return y;
}

/** What dy `[N, H', W', filters]` sends back to x `[N, H, W, C]`; the convolution transposed. */
export function convolveBack(backend: SimdBackend, dy: tf.TensorInfo, filter: tf.TensorInfo, sliding: Sliding): tf.TensorInfo {
  if (isEmpty(sliding)) return sumsOfNothing(backend, [sliding.batch, ...sliding.size, sliding.channels]);
  if (isDepthwise(sliding)) return eachChannelBack(backend, dy, filter, sliding);
  const { batch, places, filters, channels, groups, strides, size } = sliding;
  const dx = backend.output([batch, ...size, channels]);
  if (fitsWinograd(backend, sliding)) {
    winograd(backend, dy, filter, dx, [2 - sliding.before[0], 2 - sliding.before[1]], true);
    return dx;
  }
  const [c, d] = [filters / groups, channels / groups];
  const all = phases(sliding);
  if (all.some(({ taps }) => taps.length === 0)) backend.view(dx).fill(0);
  for (const { from, grid, taps } of all) {
    if (taps.length === 0) continue;
    withPanels(backend, filter, taps, { c, d, groups, transposed: true }, (panels, tapsAt) =>
      sum(backend, [
        backend.pointer(dy), backend.pointer(dx), panels, 0, tapsAt, taps.length,
        batch, ...places, c, filters, d, channels, groups, ...grid, 1, 1, ...size, ...strides, ...from, 0, rowsOf(batch * grid[0] * grid[1]),
      ]),
    );
  }
  return dx;
}

/** The gradient to a kernel `[kh, kw, C / groups, filters]`: x `[N, H, W, C]` against dy `[N, H', W', filters]`. */
export function convolveFilter(backend: SimdBackend, x: tf.TensorInfo, dy: tf.TensorInfo, sliding: Sliding): tf.TensorInfo {
  if (isEmpty(sliding)) return sumsOfNothing(backend, [...sliding.kernelSize, sliding.groups > 0 ? sliding.channels / sliding.groups : 1, sliding.filters]);
  if (isDepthwise(sliding)) return eachChannelFilter(backend, x, dy, sliding);
  const { batch, places, filters, channels, groups, kernelSize, strides, size } = sliding;
  const [c, d] = [channels / groups, filters / groups];
  const dk = backend.output([...kernelSize, c, filters]);
  if (fitsWinogradFilter(backend, sliding)) {
    winogradFilter(backend, x, dy, dk, sliding);
    return dk;
  }
  const taps = tapsForward(sliding);
  const rows = taps.length * c;
  const { chunkRows, splits } = cut(rows, d, batch * places[0] * places[1]);
  const { exports } = backend;
  withTaps(backend, taps, (tapsAt) =>
    backend.borrow(4 * splits * wholeFours(rows) * d, (sums) => {
      for (let group = 0; group < groups; group++) {
        describe(backend, [
          backend.pointer(x), backend.pointer(dy), sums, tapsAt, batch, ...size, c, channels, group * c, ...places, d, filters, group * d, ...strides, rows, chunkRows, splits,
        ], exports.filterGradient);
        exports.addParts(sums, wholeFours(rows) * d, backend.pointer(dk) + 4 * group * d, rows * d, splits, d, filters);
      }
    }),
  );
  return dk;
}

/**
 * How the work of a kernel's gradient is shared out: bands of its rows as long as there are enough of them, else parts of the places
 * whose sums are added afterwards. By the sizes alone, so that every number of threads gives the same bits.
 */
function cut(rows: number, columns: number, places: number): { readonly chunkRows: number; readonly splits: number } {
  const bands = Math.min(Math.max(1, Math.floor((rows * columns) / 16_384)), Math.ceil(rows / 4), 32);
  const chunkRows = Math.min(4096, 4 * Math.ceil(rows / bands / 4));
  const splits = Math.max(1, Math.min(Math.floor(16 / Math.ceil(rows / chunkRows)), Math.floor(places / 256)));
  return { chunkRows, splits };
}

const wholeFours = (rows: number): number => 4 * Math.ceil(rows / 4);

/** Rows of a block: fewer where there are few, so that all threads have something to do. */
const rowsOf = (rows: number): number => (rows >= 1024 ? 64 : 16);

interface Packing {
  readonly c: number;
  readonly d: number;
  readonly groups: number;
  readonly transposed: boolean;
}

/** Lends the taps of a kernel as panels while `f` runs. Those of a kernel that is used again without being trained are kept. */
function withPanels(backend: SimdBackend, filter: tf.TensorInfo, taps: Taps, { c, d, groups, transposed }: Packing, f: (panels: number, tapsAt: number) => void): void {
  const pack = (tapsAt: number, panels: number): void => void backend.exports.packWindows(backend.pointer(filter), panels, tapsAt, taps.length, c, d, groups, Number(transposed));
  const bytes = 4 * groups * 8 * Math.ceil(d / 8) * taps.length * c;
  withTaps(backend, taps, (tapsAt) => {
    const kept = transposed ? undefined : backend.keepPacked(filter, `${c} ${d} ${taps.length}`, bytes, (panels) => pack(tapsAt, panels));
    if (kept !== undefined) return f(kept, tapsAt);
    backend.borrow(bytes, (panels) => {
      pack(tapsAt, panels);
      f(panels, tapsAt);
    });
  });
}

/** Lends the table of taps while `f` runs. */
const withTaps = (backend: SimdBackend, taps: Taps, f: (tapsAt: number) => void): void =>
  backend.borrow(16 * taps.length, (tapsAt) => {
    new Int32Array(backend.machine.memory.memory.buffer, tapsAt, 4 * taps.length).set(taps.flat());
    f(tapsAt);
  });

const sum = (backend: SimdBackend, numbers: readonly number[]): void => describe(backend, numbers, backend.exports.windows);

const depthwiseArguments = (backend: SimdBackend, from: tf.TensorInfo, filter: tf.TensorInfo, to: tf.TensorInfo, { kernelSize, strides, dilations, before, channels }: Sliding): readonly number[] => [
  backend.pointer(from), backend.pointer(filter), backend.pointer(to), 0, from.shape[0] ?? 0, to.shape[1] ?? 0, to.shape[2] ?? 0, from.shape[1] ?? 0, from.shape[2] ?? 0, channels,
  ...kernelSize, ...strides, ...dilations, ...before,
];

function eachChannel(backend: SimdBackend, x: tf.TensorInfo, filter: tf.TensorInfo, sliding: Sliding, bias?: tf.TensorInfo, activation: Activation = "linear"): tf.TensorInfo {
  const y = backend.output([sliding.batch, ...sliding.places, sliding.filters]);
  const numbers = [...depthwiseArguments(backend, x, filter, y, sliding), 0, activations.indexOf(activation)];
  if (bias) numbers[3] = backend.pointer(bias);
  describe(backend, numbers, backend.exports.depthwise);
  return y;
}

function eachChannelBack(backend: SimdBackend, dy: tf.TensorInfo, filter: tf.TensorInfo, sliding: Sliding): tf.TensorInfo {
  const dx = backend.output([sliding.batch, ...sliding.size, sliding.channels]);
  describe(backend, [...depthwiseArguments(backend, dy, filter, dx, sliding), 1, 0], backend.exports.depthwise);
  return dx;
}

function eachChannelFilter(backend: SimdBackend, x: tf.TensorInfo, dy: tf.TensorInfo, { batch, size, channels, kernelSize, places, strides, dilations, before, filters }: Sliding): tf.TensorInfo {
  const dk = backend.output([...kernelSize, 1, filters]);
  const length = kernelSize[0] * kernelSize[1] * channels;
  const splits = Math.max(1, Math.min(16, batch * places[0]));
  backend.borrow(4 * splits * length, (sums) => {
    describe(backend, [backend.pointer(x), backend.pointer(dy), sums, batch, ...size, channels, ...kernelSize, ...places, ...strides, ...dilations, ...before, splits], backend.exports.depthwiseFilter);
    backend.exports.addParts(sums, length, backend.pointer(dk), length, splits, 1, 1);
  });
  return dk;
}
