/** A number as a report has it: three digits, `0.00012`, `1.2e-7`, `12,000`. */
export function number(x: number): string {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "not a number" : x > 0 ? "∞" : "−∞";
  if (x === 0) return "0";
  const size = Math.abs(x);
  const text = size < 1e-4 || size >= 1e7 ? x.toExponential(1) : size >= 100 ? Math.round(x).toLocaleString("en-US") : String(Number(x.toPrecision(3)));
  return text.replace("-", "−").replace("e−", "e-").replace("e+", "e");
}

/** `12 %`, `0.4 %`. */
export const percent = (share: number): string => `${number(Number((100 * share).toPrecision(share >= 0.1 ? 2 : 1)))} %`;

/** The first few of some names: `conv1, conv2 and 7 more`. */
export function names(all: readonly string[], most: number = 4): string {
  const shown = all.slice(0, most).join(", ");
  return all.length > most ? `${shown} and ${all.length - most} more` : shown;
}

/** `1 step`, `3 steps`. */
export const count = (n: number, one: string): string => `${number(n)} ${one}${n === 1 ? "" : "s"}`;
