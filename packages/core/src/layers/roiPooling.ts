import { check } from "../errors.ts";
import { quantity } from "../expression.ts";
import { allowed, known, real } from "../field.ts";
import type { Rules } from "../layer.ts";
import { step } from "../step.ts";
import { global, maps, pair, pairField, shapeOf, type Pair } from "../window.ts";

/**
 * Max pooling of regions of interest to one size, the head of Fast R-CNN. ONNX `MaxRoiPool`, PyTorch `torchvision.ops.roi_pool`;
 * Keras has none. A box is `[x1, y1, x2, y2]` in pixels of the picture; its corners times `spatialScale` are rounded, halves
 * away from zero, and belong to the region. The region of at least 1×1 is shared out into bins from ⌊i·size⌋ to ⌈(i + 1)·size⌉,
 * cut off at the edges of the maps; a bin outside the maps is zero. There is no gradient to the boxes.
 *
 * inputs: maps `[H, W, C]`, boxes `[n, 4]` · output `[n, outputSize[0], outputSize[1], C]`
 */
export interface RoiPooling {
  readonly kind: "roiPooling";
  readonly outputSize: Pair;
  readonly spatialScale: number;
}

export interface RoiPoolingOptions {
  /** Pixels of the maps for one pixel of the boxes, e.g. 1/16 after four halvings; 1 if left out. */
  readonly spatialScale?: number;
}

/** RoI max pooling: `branches([[], from("boxes")], roiPooling(7, { spatialScale: 1 / 16 }))`. */
export function roiPooling(outputSize: number | Pair, options: RoiPoolingOptions = {}): RoiPooling {
  known("roiPooling", options, "spatialScale");
  return allowed(roiPoolingRules, { kind: "roiPooling", outputSize: pair(outputSize), spatialScale: options.spatialScale ?? 1 });
}

export const roiPoolingRules: Rules<RoiPooling> = {
  doc: {
    summary: "Max-pools regions of any size to one size.",
    onnx: "MaxRoiPool", pytorch: "torchvision.ops.RoIPool", keras: "",
    source: "arXiv:1504.08083, section 2.1",
  },
  arity: 2,
  work: "other",
  fields: { outputSize: pairField(1), spatialScale: real(0) },
  refuse({ spatialScale }) {
    check(spatialScale > 0, "roiPooling", `spatialScale must be above 0. Received ${spatialScale}. It is the size of the maps over that of the picture, e.g. 1 / 16.`);
  },
  outputShape({ outputSize }, inputs) {
    const [, , channels] = maps("roiPooling", inputs);
    const boxes = shapeOf(inputs, 1);
    check(boxes.length === 2 && boxes[1] === 4, "roiPooling", `boxes must be [n, 4], each x1, y1, x2, y2. Received [${boxes.join(", ")}] as the second input.`);
    return [boxes[0] ?? 0, ...outputSize, channels];
  },
  weights: () => ({}),
  macs: () => 0,
  windows: global,
  derive: ({ outputSize: [h, w] }) => [step("height", quantity("h'", h), "as asked"), step("width", quantity("w'", w), "as asked")],
};
