import { smallSide } from "./small.ts";

/** Height and width of the block of lowest frequencies. */
const lowest = 8;

/** `[8, 16]`: row k is the k-th cosine over 16 places, of length 1 (DCT-II, orthonormal). */
const cosines = Float64Array.from({ length: lowest * smallSide }, (_, i) => {
  const [k, n] = [Math.floor(i / smallSide), i % smallSide];
  return Math.sqrt((k === 0 ? 1 : 2) / smallSide) * Math.cos((Math.PI * (2 * n + 1) * k) / (2 * smallSide));
});

/** The places of the block `[8, 8]` but the first, from low to high frequencies. */
const lowToHigh = Array.from({ length: lowest * lowest }, (_, i) => i)
  .sort((a, b) => order(a) - order(b))
  .slice(1);

function order(place: number): number {
  return (Math.floor(place / lowest) + (place % lowest)) * lowest + (place % lowest);
}

/** The lowest 63 frequencies of a small copy's brightness but its mean: the discrete cosine transform, from low to high. */
export function lowFrequencies(copy: Uint8Array): Float64Array {
  const half = new Float64Array(smallSide * lowest);
  for (let y = 0; y < smallSide; y++) {
    for (let k = 0; k < lowest; k++) {
      let sum = 0;
      for (let x = 0; x < smallSide; x++) sum += (copy[y * smallSide + x] as number) * (cosines[k * smallSide + x] as number);
      half[y * lowest + k] = sum;
    }
  }
  return Float64Array.from(lowToHigh, (place) => {
    const [k, x] = [Math.floor(place / lowest), place % lowest];
    let sum = 0;
    for (let y = 0; y < smallSide; y++) sum += (half[y * lowest + x] as number) * (cosines[k * smallSide + y] as number);
    return sum;
  });
}
