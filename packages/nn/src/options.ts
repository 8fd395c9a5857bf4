import { didYouMean, received } from "@convscope/core";

/**
 * Refuses options that a function does not know, so that a misspelt one is not silently without effect.
 *
 * @throws RangeError naming the nearest that exists.
 */
export function known(where: string, options: object, ...names: readonly string[]): void {
  if (typeof (options as unknown) !== "object" || options === null) throw new RangeError(`${where}: options must be a record { … }. Received ${received(options)}.`);
  for (const name of Object.keys(options))
    if (!names.includes(name)) throw new RangeError(`${where}: unknown option ${name}.${didYouMean(name, names)} Options: ${names.join(", ")}.`);
}

/** @throws RangeError unless the option is a whole number of at least `least`. */
export function whole(where: string, name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) throw new RangeError(`${where}: ${name} must be a whole number ≥ ${least}. Received ${value}.`);
}
