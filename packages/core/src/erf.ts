/** The error function to double precision: the series of Abramowitz & Stegun 7.1.6, whose terms are all of one sign. */
export function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n++) sum += term *= (2 * x * x) / (2 * n + 1);
  // The last bit may round past 1.
  return Math.sign(x) * Math.min(1, Math.abs(((2 / Math.sqrt(Math.PI)) * sum) / Math.exp(x * x)));
}
