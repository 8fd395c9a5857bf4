import { check } from "../errors.ts";
import { quantity, times } from "../expression.ts";
import { checked, oneOf } from "../field.ts";
import type { Rules } from "../layer.ts";
import { step } from "../step.ts";
import { maps } from "../window.ts";

/** Colour spaces that sRGB can be turned into. */
export type ColorSpaceName = "greyscale" | "hsv" | "lab" | "lch" | "ycbcr";

/**
 * Turns sRGB pixels in [0, 1] into another colour space, each channel again in [0, 1]. ONNX, PyTorch and Keras have none.
 *
 * - `"greyscale"` `[Y]`: 0.299·R + 0.587·G + 0.114·B, ITU-R BT.601
 * - `"ycbcr"` `[Y, Cb, Cr]`: full range, as in JPEG, ITU-T T.871 section 7; Cb and Cr lie around ½
 * - `"hsv"` `[H, S, V]`: Smith 1978; the hue in turns, 0 for greys
 * - `"lab"` `[L, a, b]`: CIE 1976 with the white D65, sRGB decoded by IEC 61966-2-1; kept as L / 100, (a + 128) / 255, (b + 128) / 255
 * - `"lch"` `[L, C, h]`: the same in polar form; kept as L / 100, C / 134 (the strongest chroma of sRGB is 133.8), h in turns, 0 for greys
 *
 * input `[H, W, 3]` · output `[H, W, 3]`, for greyscale `[H, W, 1]`
 */
export interface ColorSpace {
  readonly kind: "colorSpace";
  readonly to: ColorSpaceName;
}

/** Another colour space: `colorSpace("hsv")`. */
export const colorSpace = (to: ColorSpaceName): ColorSpace => checked(colorSpaceRules.fields, { kind: "colorSpace", to });

/** Products of the linear part for one pixel: one row of three for each weighted sum. */
const products: { readonly [S in ColorSpaceName]: number } = { greyscale: 3, hsv: 0, lab: 9, lch: 9, ycbcr: 9 };

export const colorSpaceRules: Rules<ColorSpace> = {
  doc: {
    summary: "Turns red, green and blue into another colour space.",
    onnx: "", pytorch: "", keras: "",
    source: "ITU-R BT.601; ITU-T T.871; Smith 1978; CIE 15; IEC 61966-2-1",
  },
  arity: 1,
  work: "other",
  fields: { to: oneOf("greyscale", "hsv", "lab", "lch", "ycbcr") },
  outputShape({ to }, inputs) {
    const [height, width, channels] = maps("colorSpace", inputs);
    check(channels === 3, "colorSpace", `input must have the channels red, green and blue. Received ${height}×${width}×${channels}.`);
    return [height, width, to === "greyscale" ? 1 : 3];
  },
  weights: () => ({}),
  macs({ to }, inputs) {
    const [height, width] = maps("colorSpace", inputs);
    return height * width * products[to];
  },
  windows: () => ["pointwise"],
  derive({ to }, inputs) {
    const [height, width] = maps("colorSpace", inputs);
    return [step("macs", times(quantity("h", height), quantity("w", width), products[to]), "a 3×3 matrix for each pixel; one row for greyscale, none for HSV")];
  },
};
