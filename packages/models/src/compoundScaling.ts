/** How a net is made larger: multipliers of its channels and blocks, and the sides of its pictures. */
export interface Scaling {
  readonly width: number;
  readonly depth: number;
  /** Pixels along one side. */
  readonly resolution: number;
}

/**
 * Width, depth and resolution of an EfficientNet for about 2^φ times the work of B0: β^φ, α^φ and 224·γ^φ with α = 1.2, β = 1.1,
 * γ = 1.15, of which α·β²·γ² is nearly 2. Tan & Le, arXiv:1905.11946, equation 3. The resolution is rounded to whole pixels.
 *
 * ```ts
 * const { resolution, ...multipliers } = compoundScaling(1.5);
 * model("efficientnet_b0", { ...multipliers, inputShape: [resolution, resolution, 3] });
 * ```
 * @throws RangeError where φ is not a finite number.
 */
export function compoundScaling(phi: number): Scaling {
  if (!Number.isFinite(phi)) throw new RangeError(`compoundScaling: phi must be a finite number. Received ${phi}. B0 is 0, and each 1 more doubles the work.`);
  return { width: 1.1 ** phi, depth: 1.2 ** phi, resolution: Math.round(224 * 1.15 ** phi) };
}

/**
 * What the authors' code scales B0 to B7 with. Up to B2 these are the powers above for φ = 0, ½ and 1, multipliers rounded to tenths
 * and pictures to tens. From B3 on no φ gives all three, as the depth grows more slowly than the formula says: B7's depth, resolution
 * and width would be those of φ = 6.2, 7.0 and 7.3. The paper names no φ for any of them.
 */
export const publishedScaling: { readonly [name in EfficientNetName]: Scaling } = {
  efficientnet_b0: { width: 1, depth: 1, resolution: 224 },
  efficientnet_b1: { width: 1, depth: 1.1, resolution: 240 },
  efficientnet_b2: { width: 1.1, depth: 1.2, resolution: 260 },
  efficientnet_b3: { width: 1.2, depth: 1.4, resolution: 300 },
  efficientnet_b4: { width: 1.4, depth: 1.8, resolution: 380 },
  efficientnet_b5: { width: 1.6, depth: 2.2, resolution: 456 },
  efficientnet_b6: { width: 1.8, depth: 2.6, resolution: 528 },
  efficientnet_b7: { width: 2, depth: 3.1, resolution: 600 },
};
export type EfficientNetName = `efficientnet_b${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7}`;
