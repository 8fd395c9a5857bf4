import { input, sizeOf, type Kernel } from "../kernel.ts";
import { tapWords, type Tap } from "../taps.ts";
import { withWords } from "../words.ts";

/** What each of `count` places from `start` to `end`, which are parts of the length, is mixed from. */
function taps(start: number, end: number, length: number, count: number, nearest: boolean): Tap[] {
  const last = length - 1;
  const step = count > 1 ? ((end - start) * last) / (count - 1) : 0;
  return Array.from({ length: count }, (_, i) => {
    const place = count > 1 ? start * last + i * step : 0.5 * (start + end) * last;
    if (!(place >= 0 && place <= last)) return { low: -1, high: -1, part: 0 };
    const low = nearest ? Math.round(place) : Math.floor(place);
    return { low, high: Math.ceil(place), part: place - low };
  });
}

/** Boxes `[n, 4]` of images, each resized to `cropSize`; `extrapolationValue` stands where a box goes beyond its image. */
export const cropAndResize: Kernel = (call) => {
  const { backend, attrs } = call;
  const [x, boxes, boxInd] = [input(call, "image"), input(call, "boxes"), input(call, "boxInd")];
  if (x.dtype !== "float32" || boxes.dtype !== "float32") return undefined;
  const [batch = 0, h = 0, w = 0, c = 0] = x.shape;
  const [oh, ow] = attrs["cropSize"] as [number, number];
  const nearest = attrs["method"] === "nearest";
  const n = boxes.shape[0] ?? 0;
  const y = backend.output([n, oh, ow, c]);
  if (sizeOf(y) === 0) return y;
  const [corners, images] = [backend.view(boxes), backend.view(boxInd)];
  const box = (i: number): ArrayLike<number> => corners.subarray(4 * i, 4 * i + 4);
  const every = Array.from({ length: n }, (_, i) => i);
  const rows = every.flatMap((i) => {
    const [y1 = 0, , y2 = 0] = Array.from(box(i));
    // A box of no image stays zero.
    return (images[i] ?? 0) < batch ? taps(y1, y2, h, oh, nearest) : Array.from({ length: oh }, () => ({ low: -2, high: -2, part: 0 }));
  });
  const columns = every.flatMap((i) => {
    const [, x1 = 0, , x2 = 0] = Array.from(box(i));
    return taps(x1, x2, w, ow, nearest);
  });
  const words = tapWords([...rows, ...columns]);
  const all = new Int32Array(words.length + n);
  all.set(words);
  all.set(images, words.length);
  withWords(backend, all, (pointer) =>
    backend.exports.ResizeBilinear(
      backend.pointer(x), backend.pointer(y), n, h, w, c, oh, ow, pointer, pointer + 12 * rows.length, nearest ? 1 : 0, pointer + 4 * words.length, attrs["extrapolationValue"] as number,
    ),
  );
  return y;
};
