import type { Value } from "@convscope/exchange/onnx";
import type { Tape } from "../graph/tape.ts";
import { blockedBack } from "./blocked.ts";
import type { Geometry } from "./geometry.ts";

/** The places of x along an axis that lie as far from a multiple of the stride: they are seen by the same places of the kernel. */
interface Phase {
  /** In the order in which they stand in the kernel of a convolution of dy. */
  readonly cells: readonly number[];
  readonly before: number;
  readonly after: number;
}

/** The phases of every axis, where x has as many places of each and no dy is cut off; else none. */
export function phasesOf({ x, y, kernel, strides, dilations, before }: Geometry): readonly (readonly Phase[])[] | undefined {
  const all = x.slice(2).map((length, axis) => {
    const [stride, size, padding, places] = [strides[axis] ?? 1, kernel[axis] ?? 1, before[axis] ?? 0, y[axis + 2] ?? 1];
    return length % stride === 0 && dilations[axis] === 1 ? Array.from({ length: stride }, (_, offset) => phase(offset + padding, length / stride, { stride, size, places })) : undefined;
  });
  const whole = all.flatMap((phases) => (phases ? [phases] : []));
  return whole.length === all.length && whole.flat().every(({ before, after }) => before >= 0 && after >= 0) ? whole : undefined;
}

/** The place s·u + offset of x, counted from the edge of the padding, is seen by cell i at place u + (offset − i) / s, for each i for which that is whole. */
function phase(offset: number, length: number, { stride, size, places }: { readonly stride: number; readonly size: number; readonly places: number }): Phase {
  const cells = Array.from({ length: size }, (_, i) => i).filter((i) => i % stride === offset % stride).reverse();
  if (cells.length === 0) return { cells, before: 0, after: 0 };
  const before = cells.length - 1 - Math.floor(offset / stride);
  return { cells, before, after: length - places + cells.length - 1 - before };
}

/** dx `[N, C, H, W]` in blocks, from dy in blocks: a convolution in steps of 1 for each pair of phases, whose places are put in turn. */
export function phases(to: Tape, dy: Value, w: Value, { x: [n = 1, channels = 1, ...lengths], kernel, strides }: Geometry, [down = [], across = []]: readonly (readonly Phase[])[]): Value {
  const { block } = to.recorder;
  const size = lengths.map((length, axis) => length / (strides[axis] ?? 1));
  const [height = 1, width = 1] = size;
  const one = (a: Phase, b: Phase): Value => {
    const cells = a.cells.flatMap((i) => b.cells.map((j) => i * (kernel[1] ?? 1) + j));
    // Nothing sees a place between the cells of a kernel smaller than its stride.
    if (cells.length === 0) return to.op("ConstantOfShape", [to.wholes([n, channels, height, width])]);
    const attributes = { kernel_shape: [a.cells.length, b.cells.length], pads: [a.before, b.before, a.after, b.after] };
    return to.op("com.microsoft.nchwc.Conv", [dy, blockedBack(to, w, cells, attributes.kernel_shape)], attributes);
  };
  const maps = (n * channels) / block;
  const inTurn = (values: readonly Value[], rows: number): Value => {
    const flat = values.map((value) => to.reshape(value, [rows, -1]));
    return flat.length === 1 ? (flat[0] as Value) : to.op("Concat", flat, { axis: 1 });
  };
  const lines = down.map((a) => inTurn(across.map((b) => one(a, b)), maps * height * width));
  return to.reshape(inTurn(lines, maps * height), [n, channels, ...lengths]);
}
