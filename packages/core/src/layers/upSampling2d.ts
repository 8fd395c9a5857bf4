import { check } from "../errors.ts";
import { quantity, times } from "../expression.ts";
import { allowed, flag, known, oneOf } from "../field.ts";
import type { AxisWindow, Rules } from "../layer.ts";
import { step } from "../step.ts";
import { maps, pair, pairField, type Pair } from "../window.ts";

/**
 * Enlarges maps by whole factors. ONNX `Resize`, PyTorch `Upsample`, Keras `UpSampling2D`.
 *
 * - `"nearest"` repeats each value.
 * - `"bilinear"` weighs the two nearest values along each axis. Output i lies at (i + ½) / f − ½ of the input (ONNX
 *   `half_pixel`, PyTorch's default) or, with `alignCorners`, at i·(n − 1) / (f·n − 1), so that the corners meet.
 *
 * input `[H, W, C]` · output `[size[0]·H, size[1]·W, C]`
 */
export interface UpSampling2d {
  readonly kind: "upSampling2d";
  /** The factors along height and width. */
  readonly size: Pair;
  readonly interpolation: "nearest" | "bilinear";
  readonly alignCorners: boolean;
}

export interface UpSampling2dOptions {
  readonly interpolation?: "nearest" | "bilinear";
  readonly alignCorners?: boolean;
}

/** Upsampling: `upSampling2d(2)` repeats, `upSampling2d(2, { interpolation: "bilinear" })` interpolates. */
export function upSampling2d(size: number | Pair, options: UpSampling2dOptions = {}): UpSampling2d {
  known("upSampling2d", options, "interpolation", "alignCorners");
  const { interpolation = "nearest", alignCorners = false } = options;
  return allowed(upSampling2dRules, { kind: "upSampling2d", size: pair(size), interpolation, alignCorners });
}

export const upSampling2dRules: Rules<UpSampling2d> = {
  doc: {
    summary: "Enlarges maps by repeating or interpolating their values.",
    onnx: "Resize", pytorch: "Upsample", keras: "UpSampling2D",
    source: "arXiv:1411.4038, section 3.3",
  },
  arity: 1,
  work: "other",
  fields: { size: pairField(1), interpolation: oneOf("nearest", "bilinear"), alignCorners: flag },
  refuse({ interpolation, alignCorners }) {
    check(!(alignCorners && interpolation === "nearest"), "upSampling2d", `alignCorners goes with interpolation "bilinear" only. Received "nearest". Leave alignCorners out.`);
  },
  outputShape({ size: [fh, fw] }, inputs) {
    const [height, width, channels] = maps("upSampling2d", inputs);
    return [height * fh, width * fw, channels];
  },
  weights: () => ({}),
  /** Interpolation weighs four values for each output. */
  macs(layer, inputs) {
    const [height = 0, width = 0, channels = 0] = upSampling2dRules.outputShape(layer, inputs);
    return layer.interpolation === "bilinear" ? 4 * height * width * channels : 0;
  },
  windows(layer, inputs) {
    const lengths = maps("upSampling2d", inputs);
    return [layer.size.map((factor, axis) => upWindow(layer, factor, lengths[axis] ?? 1))];
  },
  derive(layer, inputs) {
    const [height, width, channels] = maps("upSampling2d", inputs);
    const [fh, fw] = layer.size;
    return [
      step("height", times(quantity("f_h", fh), quantity("h", height)), "the factor times the height"),
      step("width", times(quantity("f_w", fw), quantity("w", width)), "the factor times the width"),
      ...(layer.interpolation === "bilinear" ? [step("macs", times(4, quantity("h'", height * fh), quantity("w'", width * fw), quantity("c", channels)), "four neighbours for each output")] : []),
    ];
  },
};

function upWindow({ interpolation, alignCorners }: UpSampling2d, factor: number, length: number): AxisWindow {
  if (factor === 1) return { size: 1, stride: 1, start: 0 };
  // The middles of the outputs, a factor of them to each input.
  const middle = (1 / factor - 1) / 2;
  if (interpolation === "nearest") return { size: 1, stride: 1 / factor, start: 0, middle };
  return alignCorners ? { size: 2, stride: (length - 1) / (factor * length - 1), start: 0, middle: 0 } : { size: 2, stride: 1 / factor, start: middle, middle };
}
