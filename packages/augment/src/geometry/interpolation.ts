/** How a value between pixels is found: the nearest pixel's, from 2×2 pixels, or from 4×4. The last overshoots at edges: bytes are cut at 0 and 255, floats are not cut. */
export type Interpolation = "nearest" | "bilinear" | "bicubic";

export const interpolations: readonly Interpolation[] = ["nearest", "bilinear", "bicubic"];

/** How far a filter reaches to either side, in pixels, and what a pixel at a distance weighs. */
export interface Filter {
  readonly reach: number;
  weight(distance: number): number;
}

export const triangle: Filter = { reach: 1, weight: (distance) => Math.max(0, 1 - Math.abs(distance)) };

/** The cubic of Keys, "Cubic convolution interpolation for digital image processing", 1981, with its free parameter; −½ is his choice (equation 15). */
export const cubic = (a: number): Filter => ({
  reach: 2,
  weight(distance) {
    const x = Math.abs(distance);
    if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
    return x < 2 ? ((x - 5) * x + 8) * x * a - 4 * a : 0;
  },
});
