import { along, pads, type Edges, type Sliding2d, type Shape, type Slide } from "@convscope/core";
import type { Value } from "./builder.ts";
import type { Emission } from "./emission.ts";
import type { OnnxNode } from "./model.ts";

/** What is put before each axis, then what is put after each, as ONNX has padding. */
export const onnxPads = (edges: readonly Edges[]): number[] => [...edges.map(([before]) => before), ...edges.map(([, after]) => after)];

/** The attributes of a convolution that slides along axes of these lengths. */
export const slidingAttributes = (slides: readonly Slide[], lengths: Shape, groups: number): OnnxNode["attributes"] => ({
  kernel_shape: slides.map(({ kernelSize }) => kernelSize),
  strides: slides.map(({ strides }) => strides),
  dilations: slides.map(({ dilationRate }) => dilationRate),
  pads: onnxPads(slides.map((slide, axis) => pads(slide, lengths[axis] ?? 0))),
  group: groups,
});

/** The two axes of a convolution of maps. */
export const slides2d = (layer: Sliding2d): readonly Slide[] => [along(layer, 0), along(layer, 1)];

/** A convolution of x `[N, C, …]` with a kernel in PyTorch's layout. */
export const convolved = (to: Emission, x: Value, kernel: Value, bias: Value | undefined, attributes: OnnxNode["attributes"]): Value =>
  to.op("Conv", bias === undefined ? [x, kernel] : [x, kernel, bias], attributes);
