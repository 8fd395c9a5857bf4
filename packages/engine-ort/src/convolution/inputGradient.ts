import { product } from "@convscope/core";
import type { Value } from "@convscope/exchange/onnx";
import type { Tape } from "../graph/tape.ts";
import { blocked, blockedBack, unblocked } from "./blocked.ts";
import type { Geometry } from "./geometry.ts";
import { worthBlocks } from "./inBlocks.ts";
import { kept, reversed } from "./kernel.ts";
import { phases, phasesOf } from "./phases.ts";

/** dx `[N, C, …]` from dy and w `[filters, C / groups, …]`, in the way that is fastest for its shape. */
export function inputGradient(to: Tape, dy: Value, w: Value, geometry: Geometry): Value {
  const { x, strides } = geometry;
  const back = backwards(geometry);
  if (strides.every((stride) => stride === 1) && [...back.before, ...back.after].every((edge) => edge >= 0)) return turned(to, dy, w, geometry, back);
  const found = phasesOf(geometry);
  return found && geometry.groups === 1 && worthBlocks(to, back) ? unblocked(to, phases(to, blocked(to, dy), w, geometry, found), x[1] ?? 1) : transposed(to, dy, w, geometry);
}

/** The convolution of dy, in steps of 1, with the kernel turned round. */
function backwards({ x, w: [filters = 1, , ...kernel], y, dilations, before, groups }: Geometry): Geometry {
  const [, channels = 1, ...lengths] = x;
  const span = kernel.map((size, i) => (size - 1) * (dilations[i] ?? 1));
  const ahead = span.map((n, i) => n - (before[i] ?? 0));
  return {
    x: y, w: [channels, filters / groups, ...kernel], y: x, kernel, strides: kernel.map(() => 1), dilations, groups,
    before: ahead,
    after: lengths.map((length, i) => length - (y[i + 2] ?? 1) + (span[i] ?? 0) - (ahead[i] ?? 0)),
  };
}

function turned(to: Tape, dy: Value, w: Value, { w: [filters = 1, each = 1, ...kernel], groups }: Geometry, back: Geometry): Value {
  const order = reversed(product(kernel));
  const attributes = { group: groups, kernel_shape: kernel, strides: back.strides, dilations: back.dilations, pads: [...back.before, ...back.after] };
  if (worthBlocks(to, back))
    return unblocked(to, to.op("com.microsoft.nchwc.Conv", [blocked(to, dy), blockedBack(to, w, order, kernel)], attributes), back.w[0] ?? 1);
  const cells = to.reshape(kept(to, w), [filters, product(kernel), each]);
  const round = order.length === 1 ? cells : to.op("Gather", [cells, to.wholes(order)], { axis: 1 });
  const across = to.transpose(to.reshape(round, [groups, filters / groups, product(kernel), each]), [0, 3, 1, 2]);
  return to.op("Conv", [dy, to.reshape(across, back.w)], attributes);
}

/** What ONNX has for it; takes every convolution. */
function transposed(to: Tape, dy: Value, w: Value, { x, y, kernel, strides, dilations, before, groups }: Geometry): Value {
  const lengths = x.slice(2);
  // The end of the input that no window reaches takes nothing; what is reached but was padding is cut off.
  const after = lengths.map((length, i) => ((y[i + 2] ?? 1) - 1) * (strides[i] ?? 1) + (dilations[i] ?? 1) * ((kernel[i] ?? 1) - 1) + 1 - (before[i] ?? 0) - length);
  return to.op("ConvTranspose", [dy, w], { kernel_shape: kernel, strides, dilations, group: groups, pads: [...before, ...after.map((n) => Math.max(n, 0))], output_padding: after.map((n) => Math.max(-n, 0)) });
}
