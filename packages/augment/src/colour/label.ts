/** A number as a label shows it: two decimals at most. */
export const rounded = (value: number): number => Math.round(value * 100) / 100;
