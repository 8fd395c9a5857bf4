import { brightened } from "../colour/brightness.ts";
import { contrasted } from "../colour/contrast.ts";
import { rounded } from "../colour/label.ts";
import { saturated } from "../colour/saturation.ts";
import { affinity, shifted } from "../geometry/matrix.ts";
import type { Sampling } from "../geometry/sampler.ts";
import { warped } from "../geometry/warp.ts";
import type { ImageShape } from "../image.ts";
import type { Operation } from "../operation.ts";

/** What policies are made of. The papers and torchvision name them likewise, with capitals, but for saturation, which they call Color. */
export type PrimitiveName =
  | "identity" | "shearX" | "shearY" | "translateX" | "translateY" | "rotate"
  | "brightness" | "saturation" | "contrast" | "sharpness"
  | "posterize" | "solarize" | "autocontrast" | "equalize" | "invert";

/** The operations that a magnitude comes to. */
export type Primitive = (magnitude: number, shape: ImageShape, sampling: Sampling) => readonly Operation[];

/** torchvision's `_apply_op`: shears hold the left upper corner, turns the middle; shifts go by whole pixels. */
export const primitives: { readonly [N in PrimitiveName]: Primitive } = {
  identity: () => [],
  shearX: (slope, _, sampling) => [warped(`shear x ${rounded(slope)}`, [1, -slope, 0, 0, 1, 0, 0, 0, 1], sampling)],
  shearY: (slope, _, sampling) => [warped(`shear y ${rounded(slope)}`, [1, 0, 0, -slope, 1, 0, 0, 0, 1], sampling)],
  translateX: (pixels, _, sampling) => [warped(`translate x ${Math.trunc(pixels)}`, shifted(Math.trunc(pixels), 0), sampling)],
  translateY: (pixels, _, sampling) => [warped(`translate y ${Math.trunc(pixels)}`, shifted(0, Math.trunc(pixels)), sampling)],
  rotate: (degrees, shape, sampling) => [warped(`rotate ${rounded(degrees)}°`, affinity({ degrees }, shape), sampling)],
  brightness: (more) => [brightened(1 + more)],
  saturation: (more) => [saturated(1 + more)],
  contrast: (more) => [contrasted(1 + more)],
  sharpness: (more) => [{ kind: "sharpness", factor: 1 + more, label: `sharpness ×${rounded(1 + more)}` }],
  posterize: (bits) => [{ kind: "posterize", bits, label: `posterize to ${bits} bits` }],
  solarize: (threshold) => [{ kind: "solarize", threshold, label: `solarize from ${rounded(threshold)}` }],
  autocontrast: () => [{ kind: "autocontrast", label: "autocontrast" }],
  equalize: () => [{ kind: "equalize", label: "equalize" }],
  invert: () => [{ kind: "invert", label: "invert" }],
};
