import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

/** Numbers drawn one after another from one stream; whoever made it hands it on to one reader at a time. */
export interface Random {
  /** Uniform in [low, high); [0, 1) unless given. */
  uniform(low?: number, high?: number): number;
  /** A whole number of 0 … count − 1, each equally likely. */
  integer(count: number): number;
  /** Gaussian with mean 0 and deviation 1. */
  normal(): number;
  /** Of the beta distribution, between 0 and 1. */
  beta(a: number, b: number): number;
  /** A whole number of 32 bits, for a stream that is drawn later. */
  seed(): number;
}

/** Where in the stream of draws one belongs: an epoch and a sample, for instance. Different paths are independent. */
export interface At {
  /** A whole number. */
  readonly seed: number;
  /** Such as `[epoch, index]`; none unless given. */
  readonly path?: readonly number[];
}

/** The finaliser of MurmurHash3: every input bit reaches every output bit. */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** The first digits of π after the point, in base 16. */
const salts = [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344];

/** The stream of a seed and a path of whole numbers. Generator: xoroshiro128+. */
export function randomOf(seed: number, ...path: readonly number[]): Random {
  const words = salts.map((salt) => {
    let word = mix(seed ^ salt) ^ mix(Math.floor(seed / 2 ** 32) + salt);
    for (const step of path) word = mix(Math.imul(word, 31) + step + salt);
    return word;
  });
  // Seed 0 without a path: a state of only zeros would give only zeros, and one of hardly anything else much the same for a while.
  const generator = xoroshiro128plusFromState(words.some(Boolean) ? words : salts.slice());
  generator.next();
  const unit = (): number => (generator.next() >>> 0) / 2 ** 32;

  function normal(): number {
    // Box and Muller (1958); 1 − u is never 0.
    return Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit());
  }

  /** The gamma distribution of scale 1, by Marsaglia and Tsang (2000); below shape 1 by their note at the end of section 6. */
  function gamma(shape: number): number {
    if (shape < 1) return gamma(shape + 1) * (1 - unit()) ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(1 - unit()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  }

  return {
    uniform: (low = 0, high = 1) => low + unit() * (high - low),
    integer: (count) => Math.floor(unit() * count),
    normal,
    beta(a, b) {
      const [x, y] = [gamma(a), gamma(b)];
      // Both may round to 0 where the shapes are tiny; then either end is as likely as its shape.
      return x + y > 0 ? x / (x + y) : Number(unit() < a / (a + b));
    },
    seed: () => generator.next() >>> 0,
  };
}
