/** `1 picture`, `25,000 pictures`. */
export const count = (number: number, thing: string): string => `${number.toLocaleString("en-GB")} ${thing}${number === 1 ? "" : thing.endsWith("x") ? "es" : "s"}`;
