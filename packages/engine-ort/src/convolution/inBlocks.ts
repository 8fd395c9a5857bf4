import { product } from "@convscope/core";
import type { Value } from "@convscope/exchange/onnx";
import type { Tape } from "../graph/tape.ts";
import { blocked, blockedKernel, hasBlocks, unblocked } from "./blocked.ts";
import { choices } from "./choices.ts";
import type { Geometry } from "./geometry.ts";

/** Whether a convolution can be computed on blocks of channels, and gains by it. */
export function worthBlocks(to: Tape, { x, w: [filters = 1, each = 1], y, kernel, groups }: Geometry): boolean {
  const channels = x[1] ?? 1;
  const fits = kernel.length === 2 && (groups === 1 || (each === 1 && filters === groups)) && hasBlocks(to, channels) && hasBlocks(to, filters);
  return fits && (product(kernel) > 1 || product(y.slice(2)) <= choices.placesInBlocks);
}

/** y `[N, filters, H, W]` of x, w `[filters, C / groups, kh, kw]` and a bias, for which `worthBlocks` holds. */
export function inBlocks(to: Tape, x: Value, w: Value, bias: Value | undefined, { w: [filters = 1], kernel, strides, dilations, before, after, groups }: Geometry): Value {
  const attributes = { group: groups, kernel_shape: kernel, strides, dilations, pads: [...before, ...after] };
  return unblocked(to, to.op("com.microsoft.nchwc.Conv", [blocked(to, x), blockedKernel(to, w), bias], attributes), filters);
}
