import type * as tf from "@tensorflow/tfjs-core";
import { input, sizeOf, type Call, type Kernel } from "../kernel.ts";
import { tapWords, type Tap } from "../taps.ts";
import { withWords } from "../words.ts";

/** How TensorFlow.js says what is resized to what. */
interface Attributes {
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
}

/** What each of `to` places is mixed from, of `from`. */
type Taps = (from: number, to: number, attributes: Attributes) => Tap[];

/** The place among `from` that place i of `to` is at, by the corners' distance or the length. */
const scale = (from: number, to: number, { alignCorners }: Attributes): number => (alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to);

const between: Taps = (from, to, attributes) => {
  const ratio = scale(from, to, attributes);
  return Array.from({ length: to }, (_, i) => {
    const place = attributes.halfPixelCenters ? ratio * (i + 0.5) - 0.5 : ratio * i;
    const low = Math.max(0, Math.floor(place));
    return { low, high: Math.max(0, Math.min(from - 1, Math.ceil(place))), part: place - low };
  });
};

const nearest: Taps = (from, to, attributes) => {
  const ratio = scale(from, to, attributes);
  return Array.from({ length: to }, (_, i) => {
    const place = ratio * (attributes.halfPixelCenters ? i + 0.5 : i);
    const low = Math.max(0, Math.min(from - 1, attributes.alignCorners ? Math.round(place) : Math.floor(place)));
    return { low, high: low, part: 0 };
  });
};

function resized({ backend, attrs }: Call, x: tf.TensorInfo, taps: Taps): tf.TensorInfo {
  const [oh, ow] = attrs["size"] as [number, number];
  const [n = 0, h = 0, w = 0, c = 0] = x.shape;
  const y = backend.output([n, oh, ow, c]);
  const attributes = attrs as { readonly [name: string]: unknown } & Attributes;
  if (sizeOf(y) > 0) withWords(backend, tapWords([...taps(h, oh, attributes), ...taps(w, ow, attributes)]), (rows) =>
    backend.exports.ResizeBilinear(backend.pointer(x), backend.pointer(y), n, h, w, c, oh, ow, rows, rows + 12 * oh, taps === nearest ? 1 : 0, 0, 0),
  );
  return y;
}

function gradient({ backend, attrs }: Call, dy: tf.TensorInfo, shape: readonly number[], taps: Taps): tf.TensorInfo {
  const [n = 0, h = 0, w = 0, c = 0] = shape;
  const [, oh = 0, ow = 0] = dy.shape;
  const dx = backend.output(shape);
  const attributes = attrs as { readonly [name: string]: unknown } & Attributes;
  if (sizeOf(dx) > 0) withWords(backend, tapWords([...taps(h, oh, attributes), ...taps(w, ow, attributes)]), (rows) =>
    backend.exports.ResizeBilinearGrad(backend.pointer(dx), backend.pointer(dy), n, h, w, c, oh, ow, rows, rows + 12 * oh, taps === nearest ? 1 : 0),
  );
  return dx;
}

const forward = (taps: Taps): Kernel => (call) => {
  const x = input(call, "images");
  return x.dtype === "float32" ? resized(call, x, taps) : undefined;
};

/** The exact adjoint of the resizing; the cpu backend's knows no `halfPixelCenters`, and swaps height and width. */
const backward = (taps: Taps): Kernel => (call) => {
  const [dy, x] = [input(call, "dy"), input(call, "images")];
  return dy.dtype === "float32" && x.dtype === "float32" ? gradient(call, dy, x.shape, taps) : undefined;
};

/** Images `[N, H, W, C]` to another size, each value mixed from its four neighbours. */
export const resizeBilinear: Kernel = forward(between);
export const resizeBilinearGrad: Kernel = backward(between);

/** Kernel of our own: the gradient of `ResizeBilinear` from dy and the attribute `xShape`, the size of the images. `Interpolate` is another name for `ResizeBilinear`, by which one sees that this gradient is there. */
export const interpolateGrad: Kernel = (call) => gradient(call, input(call, "dy"), call.attrs["xShape"] as number[], between);

/** Images `[N, H, W, C]` to another size, each value that of its nearest neighbour. */
export const resizeNearestNeighbor: Kernel = forward(nearest);
export const resizeNearestNeighborGrad: Kernel = backward(nearest);
