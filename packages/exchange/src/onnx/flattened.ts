import type { Emission, Laid } from "./emission.ts";

/** All values of a sample in a row: with the channels first, as PyTorch flattens maps and sequences. */
export function flattened(x: Laid, to: Emission): Laid {
  if (x.shape.length === 1) return x;
  const value = to.op("Flatten", [to.first(x)], { axis: 1 });
  return { value, shape: to.shape, channels: "first", maps: x.shape };
}
