import { input, sizeOf, type Kernel } from "../kernel.ts";

/** Adds up what has the same segment: x `[n, …]`, segmentIds `[n]` → `[numSegments, …]`. An id that is no segment is left out. */
export const unsortedSegmentSum: Kernel = (call) => {
  const [x, ids] = [input(call, "x"), input(call, "segmentIds")];
  const { backend, attrs } = call;
  if (x.dtype !== "float32" || ids.dtype !== "int32" || ids.shape.length !== 1) return undefined;
  const segments = attrs["numSegments"] as number;
  const rest = x.shape.slice(1);
  const y = backend.output([segments, ...rest]);
  const inner = rest.reduce((a, b) => a * b, 1);
  if (sizeOf(y) > 0) backend.borrow(backend.exports.segmentBytes(sizeOf(ids), segments), (memory) => backend.exports.UnsortedSegmentSum(sizeOf(ids), inner, segments, backend.pointer(x), backend.pointer(ids), backend.pointer(y), memory));
  return y;
};
