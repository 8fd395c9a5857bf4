import { didYouMean } from "@convscope/core";

// As @convscope/nn has them, which would bring TensorFlow.js along: filters are had without it.

/** @throws RangeError for options that a function does not know, naming the nearest that exists. */
export function known(where: string, options: object, ...names: readonly string[]): void {
  for (const name of Object.keys(options))
    if (!names.includes(name)) throw new RangeError(`${where}: unknown option ${name}.${didYouMean(name, names)} Options: ${names.join(", ")}.`);
}

/** @throws RangeError unless the option is a whole number of at least `least`. */
export function whole(where: string, name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) throw new RangeError(`${where}: ${name} must be a whole number ≥ ${least}. Received ${value}.`);
}
