import { product } from "@convscope/core";
import type { Value } from "@convscope/exchange/onnx";
import type { Tape } from "../graph/tape.ts";
import { blocked, hasBlocks, unblocked } from "./blocked.ts";
import type { Geometry } from "./geometry.ts";

/** Whether `depthwise` can be written: one filter for each channel, and blocks that the maps of all samples fill. */
export const isDepthwise = (to: Tape, { x, w, kernel, groups }: Geometry): boolean =>
  kernel.length === 2 && w[1] === 1 && w[0] === groups && hasBlocks(to, (x[0] ?? 1) * groups);

/**
 * dw `[C, 1, kh, kw]`. Every map of every sample becomes a channel of one sample, and its dy the kernel of that channel: what the
 * convolution of both finds at a place is the gradient of the cell at that place. Strides and dilations change roles.
 */
export function depthwise(to: Tape, x: Value, dy: Value, { x: [n = 1, channels = 1, ...lengths], w, y: [, , ...places], kernel, strides, dilations, before, after }: Geometry): Value {
  const maps = n * channels;
  const data = blocked(to, to.reshape(x, [1, maps, ...lengths]));
  // Laid in blocks, maps are kernels in blocks.
  const kernels = to.reshape(blocked(to, to.reshape(dy, [1, maps, ...places])), [maps, 1, ...places]);
  const found = to.op("com.microsoft.nchwc.Conv", [data, kernels], { group: maps, kernel_shape: places, strides: dilations, dilations: strides, pads: [...before, ...after] });
  const all = unblocked(to, found, maps);
  const cells = to.op("Slice", [all, to.wholes([0, 0]), to.wholes(kernel), to.wholes([2, 3])]);
  return to.reshape(to.sum(to.reshape(cells, [n, channels * product(kernel)]), [0], false), w);
}
