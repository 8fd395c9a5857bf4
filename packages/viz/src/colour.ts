/** Red, green, blue in 0 … 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** `#rrggbb` as numbers. */
export function parseColour(hex: string): Rgb {
  const at = (start: number): number => Number.parseInt(hex.slice(start, start + 2), 16);
  return [at(1), at(3), at(5)];
}

/** Numbers as `#rrggbb`. */
export function hexColour(colour: Rgb): string {
  return `#${colour.map((part) => Math.round(Math.min(255, Math.max(0, part))).toString(16).padStart(2, "0")).join("")}`;
}

/** A colour between two, by straight lines in sRGB, which is also what painting `to` with opacity `share` over `from` gives. */
export function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const between = (a: number, b: number): number => a + (b - a) * share;
  return [between(from[0], to[0]), between(from[1], to[1]), between(from[2], to[2])];
}

/** sRGB to light (IEC 61966-2-1). */
export function linear(part: number): number {
  const share = part / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

/** Relative luminance, 0 black to 1 white (WCAG 2.2). */
export function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** Contrast of two colours, 1 to 21 (WCAG 2.2); text wants 4.5, lines and bars 3. */
export function contrast(a: Rgb, b: Rgb): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const diverging: readonly [Rgb, Rgb, Rgb] = [
  [7, 77, 152],
  [247, 247, 247],
  [181, 64, 10],
];

/** Blue at -1, near-white at 0, vermilion at 1. Told apart with every common kind of colour blindness, and equal in lightness at equal size. */
export function divergingColour(value: number): Rgb {
  const size = Math.min(1, Math.abs(value));
  return mix(diverging[1], value < 0 ? diverging[0] : diverging[2], size);
}
