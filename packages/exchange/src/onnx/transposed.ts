import { crops, span, type Shape, type Unslide } from "@convscope/core";
import type { Value } from "./builder.ts";
import { onnxPads } from "./convolution.ts";
import type { Emission } from "./emission.ts";

/** A transposed convolution of x `[N, C, …]` whose axes have these lengths, to those of the node's output. */
export function spread(to: Emission, x: Value, unslides: readonly Unslide[], lengths: Shape, groups: number): Value {
  /** What is cut off after; where it is negative, the output goes on beyond all that is spread. */
  const after = unslides.map((unslide, axis) => ((lengths[axis] ?? 1) - 1) * unslide.strides + span(unslide) - crops(unslide)[0] - (to.shape[axis] ?? 0));
  const beyond = after.map((n) => Math.max(-n, 0));
  const attributes = {
    kernel_shape: unslides.map(({ kernelSize }) => kernelSize),
    strides: unslides.map(({ strides }) => strides),
    dilations: unslides.map(({ dilationRate }) => dilationRate),
    pads: onnxPads(unslides.map((unslide, axis) => [crops(unslide)[0], Math.max(after[axis] ?? 0, 0)])),
    group: groups,
  };
  if (unslides.every(({ strides }, axis) => (beyond[axis] ?? 0) < strides)) return to.op("ConvTranspose", [x, to.weight("weight"), to.optional("bias")], { ...attributes, output_padding: beyond });
  // ONNX Runtime refuses an output padding of the stride or more, which PyTorch allows below the dilation.
  const padded = to.op("Pad", [to.op("ConvTranspose", [x, to.weight("weight")], attributes), to.wholes(onnxPads([[0, 0], [0, 0], ...beyond.map((n): [number, number] => [0, n])]))]);
  return to.has("bias") ? to.op("Add", [padded, to.perChannel(to.withFirst(padded), "bias")]) : padded;
}
