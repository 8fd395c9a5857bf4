import type { MistakeId } from "./mistake.ts";

/** Fewer digits than this are as likely to be another number as a misprint. */
const leastDigits = 3;

/** How `printed` differs from `number` in its digits: 100,081 is 10,081 with one too many. Undefined where it is no misprint. */
export function misprint(number: number, printed: number): MistakeId | undefined {
  const [a, b] = [String(number), String(printed)];
  if (a === b || !Number.isSafeInteger(number) || !Number.isSafeInteger(printed) || number < 0 || printed < 0 || a.length < leastDigits) return undefined;
  if (b.length === a.length + 1 && without(b, a)) return "digitInserted";
  if (a.length === b.length + 1 && without(a, b)) return "digitDropped";
  if (a.length !== b.length) return undefined;
  const apart = [...a].flatMap((digit, i) => (digit === b[i] ? [] : [i]));
  const [i = 0, j = 0] = apart;
  if (apart.length === 2 && j === i + 1 && a[i] === b[j] && a[j] === b[i]) return "digitsSwapped";
  // One wrong digit of a short number says little.
  return apart.length === 1 && a.length > leastDigits ? "digitChanged" : undefined;
}

/** What happened to a number on its way into a table: 138,000,000 is 138,357,544 rounded, to two of its digits or more; else a misprint. */
export function inPrint(number: number, printed: number): MistakeId | undefined {
  const units = Array.from({ length: Math.max(0, String(number).length - 2) }, (_, i) => 10 ** (i + 1));
  return number !== printed && units.some((unit) => Math.round(number / unit) * unit === printed) ? "rounded" : misprint(number, printed);
}

/** Whether leaving one character out of `longer` gives `shorter`. */
const without = (longer: string, shorter: string): boolean => [...longer].some((_, i) => longer.slice(0, i) + longer.slice(i + 1) === shorter);
