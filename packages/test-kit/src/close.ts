/** How far two lists of numbers may be apart: `|actual − expected| ≤ absolute + relative · |expected|`. */
export interface Tolerance {
  readonly relative?: number;
  readonly absolute?: number;
}

/** Throws, naming the worst element, unless all numbers are close. Not-a-number is close to nothing. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, { relative = 1e-5, absolute = 1e-5 }: Tolerance = {}, what = "values"): void {
  if (actual.length !== expected.length) throw new Error(`${what}: ${actual.length} numbers, expected ${expected.length}.`);
  let worst = -1;
  let excess = 0;
  for (let i = 0; i < expected.length; i++) {
    const [a = NaN, b = NaN] = [actual[i], expected[i]];
    const over = Object.is(a, b) || a === b ? 0 : Math.abs(a - b) / (absolute + relative * Math.abs(b));
    if (!(over <= Math.max(excess, 1))) [worst, excess] = [i, Number.isNaN(over) ? Infinity : over];
  }
  if (worst >= 0) throw new Error(`${what}[${worst}]: ${actual[worst]}, expected ${expected[worst]} (${excess.toPrecision(3)} × the tolerance; ${expected.length} numbers compared).`);
}
