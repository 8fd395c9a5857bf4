import { input, sizeOf, type Kernel } from "../kernel.ts";
import { withWords } from "../words.ts";

/**
 * Kernel of our own: the largest value of each bin of each box `[N, n, 4]` (x1, y1, x2, y2) in x `[N, H, W, C]`, as
 * `[N, n, ph, pw, C]`, and where it first is, for the gradient; 0 for an empty bin. Boxes times `spatialScale` are places of x. They
 * are rounded as torchvision's `roi_pool` does it, in single precision.
 */
export const roiMaxPool: Kernel = (call) => {
  const { backend } = call;
  const [x, boxes] = [input(call, "x"), input(call, "boxes")];
  const { outputSize: [ph, pw], spatialScale } = call.attrs as { readonly outputSize: readonly [number, number]; readonly spatialScale: number };
  const [n = 0, h = 0, w = 0, c = 0] = x.shape;
  const count = boxes.shape[1] ?? 0;
  const shape = [n, count, ph, pw, c];
  const [y, places] = [backend.output(shape), backend.output(shape, "int32")];
  if (sizeOf(y) === 0) return [y, places];
  const corners = backend.view(boxes);
  const scale = Math.fround(spatialScale);
  const edges = Array.from({ length: n * count }, (_, i) => {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = corners.subarray(4 * i, 4 * i + 4);
    return [...bins(y1, y2, ph, scale, h), ...bins(x1, x2, pw, scale, w)];
  });
  withWords(backend, Int32Array.from(edges.flat(2)), (pointer) => backend.exports.RoiMaxPool(backend.pointer(x), pointer, backend.pointer(y), backend.pointer(places), n, count, h, w, c, ph, pw));
  return [y, places];
};

/** Kernel of our own: the gradient of `RoiMaxPool` with respect to x, of shape `xShape`, from dy and the places. */
export const roiMaxPoolGrad: Kernel = (call) => {
  const { backend } = call;
  const [dy, places] = [input(call, "dy"), input(call, "places")];
  const dx = backend.output(call.attrs["xShape"] as number[]);
  const n = dx.shape[0] ?? 0;
  if (sizeOf(dx) > 0) backend.exports.RoiMaxPoolGrad(backend.pointer(dy), backend.pointer(places), backend.pointer(dx), n, sizeOf(dx) / n, sizeOf(dy) / n);
  return dx;
};

/** Halves go away from zero, where `Math.round` takes them up. */
const round = (x: number): number => Math.sign(x) * Math.round(Math.abs(x));

/** Where each bin begins and ends along an axis, of a box from `low` to `high`, cut off at the maps. */
function bins(low: number, high: number, count: number, scale: number, length: number): (readonly [from: number, to: number])[] {
  const start = round(Math.fround(low * scale));
  const size = Math.fround(Math.max(round(Math.fround(high * scale)) - start + 1, 1) / count);
  const within = (place: number): number => Math.min(Math.max(place + start, 0), length);
  return Array.from({ length: count }, (_, i) => [within(Math.floor(Math.fround(i * size))), within(Math.ceil(Math.fround((i + 1) * size)))] as const);
}
