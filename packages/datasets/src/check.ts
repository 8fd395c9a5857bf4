import { checkOptions } from "@convscope/files/bytes";

export { checkOptions };

/** A number of samples: a whole number that is not negative, and not so large that it must be a slip. */
export function checkCount(where: string, name: string, count: number): number {
  if (Number.isInteger(count) && count >= 0 && count <= 10_000_000) return count;
  throw new RangeError(`${where}: ${name} must be a whole number of samples from 0 to 10,000,000. Received ${count}.`);
}

/** A seed: any whole number that a double holds exactly. */
export function checkSeed(where: string, seed: number): number {
  if (Number.isSafeInteger(seed)) return seed;
  throw new RangeError(`${where}: seed must be a whole number. Received ${seed}.`);
}
