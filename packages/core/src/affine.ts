import { quantity, times, type Expression } from "./expression.ts";
import { flag, type Field } from "./field.ts";
import type { WeightSpec, WeightSpecs } from "./layer.ts";
import type { Shape } from "./shape.ts";

/** The learned scale and shift after a normalisation, γ·x̂ + β. */
export interface Affine {
  /** Whether γ is learned (`weight`). */
  readonly scale: boolean;
  /** Whether β is learned (`bias`). */
  readonly center: boolean;
}

export interface AffineOptions {
  readonly scale?: boolean;
  readonly center?: boolean;
}

export const affineFields: { readonly scale: Field<boolean>; readonly center: Field<boolean> } = { scale: flag, center: flag };

/** `weight` and `bias` as far as they are learned. */
export function affineWeights({ scale, center }: Affine, shape: Shape, torchAxes?: readonly number[]): WeightSpecs {
  const spec = (role: WeightSpec["role"]): WeightSpec => ({ shape, trainable: true, role, ...(torchAxes && { torchAxes }) });
  return { ...(scale && { weight: spec("scale") }), ...(center && { bias: spec("shift") }) };
}

/** How many numbers γ and β are, where each has `sizes`. */
export const affineParameters = ({ scale, center }: Affine, sizes: readonly Expression[]): Expression =>
  times(...(scale && center ? [2] : []), ...(sizes.length > 0 ? sizes : [quantity("c", 1)]));
