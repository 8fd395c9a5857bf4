const { fround } = Math;

/**
 * `factor` of one level and the rest of another, between 0 and white; a factor above 1 leads away from the other.
 * Rounded to float32 at every step as torchvision does it: else bytes, whose fraction is dropped, would now and then be one level off.
 */
export function blend(level: number, other: number, factor: number, white: number): number {
  const mixed = fround(fround(fround(factor) * level) + fround(fround(1 - factor) * other));
  return mixed < 0 ? 0 : mixed > white ? white : mixed;
}
