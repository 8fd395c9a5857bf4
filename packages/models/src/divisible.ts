/**
 * A number of channels as a multiple of `by`: the nearest, halves up, or the next one up where that would take more than a tenth away.
 * The rule of the MobileNets' authors, by which all nets with a width multiplier round.
 */
export function divisible(channels: number, by = 8): number {
  const nearest = Math.max(by, Math.floor((channels + by / 2) / by) * by);
  return nearest < 0.9 * channels ? nearest + by : nearest;
}
