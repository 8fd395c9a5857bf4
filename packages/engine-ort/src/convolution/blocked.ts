import { product } from "@convscope/core";
import type { Value } from "@convscope/exchange/onnx";
import type { Tape } from "../graph/tape.ts";
import { kept } from "./kernel.ts";

// ONNX Runtime's fastest convolutions work on maps laid in blocks of channels, [N, C / block, H, W, block], under the name [N, C, H, W].
// It lays constants so by itself, but not weights that are inputs. The operations are undocumented: see onnxruntime's
// core/graph/contrib_ops/nhwc_schema_defs.cc and core/mlas/lib/snchwc.cpp.

/** Whether so many channels fill blocks on this machine. */
export const hasBlocks = ({ recorder: { block } }: Tape, channels: number): boolean => block > 0 && channels % block === 0;

/** x `[N, C, H, W]` in blocks. */
export const blocked = (to: Tape, x: Value): Value => to.op("com.microsoft.nchwc.ReorderInput", [x]);

/** What lies in blocks, as `[N, C, H, W]`. */
export const unblocked = (to: Tape, x: Value, channels: number): Value => to.op("com.microsoft.nchwc.ReorderOutput", [x], { channels });

/** A kernel w `[filters, C, kh, kw]` in blocks `[filters / block, C / block, kh, kw, block of C, block of filters]`; that of a depthwise convolution, w `[C, 1, kh, kw]`, as `[C / block, kh, kw, block]`. */
export function blockedKernel(to: Tape, w: Value): Value {
  const { block } = to.recorder;
  const [filters = 1, channels = 1, ...kernel] = to.dims(w);
  // Two transpositions of matrices: ONNX Runtime takes five times as long for one that moves several axes.
  const inside = to.transpose(to.reshape(kept(to, w), [filters / block, block, product(kernel) * channels]), [0, 2, 1]);
  const apart = channels === 1 ? inside : to.transpose(to.reshape(inside, [filters / block, product(kernel), channels / block, block * block]), [0, 2, 1, 3]);
  return to.reshape(apart, [filters, channels, ...kernel]);
}

/** The kernel of the convolution that leads back: of w `[filters, C, kh, kw]` the cells that are named, as a blocked kernel `[C, filters, …kernel]`; of a depthwise w as one of `[C, 1, …kernel]`. */
export function blockedBack(to: Tape, w: Value, cells: readonly number[], kernel: readonly number[]): Value {
  const { block } = to.recorder;
  const [filters = 1, channels = 1, ...size] = to.dims(w);
  const taken = to.op("Gather", [to.reshape(kept(to, w), [filters, product(size), channels]), to.wholes(cells)], { axis: 1 });
  if (channels === 1) return to.reshape(to.transpose(to.reshape(taken, [filters / block, block, cells.length]), [0, 2, 1]), [filters, 1, ...kernel]);
  return to.reshape(to.transpose(to.reshape(taken, [filters / block, block, cells.length, channels / block, block]), [3, 0, 2, 1, 4]), [channels, filters, ...kernel]);
}
