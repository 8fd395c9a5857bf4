import { isDeepStrictEqual } from "node:util";
import type { Arrays } from "@convscope/exchange";
import type { EpochLog } from "@convscope/nn";
import { readBest, type Run } from "./run.ts";

/** Where two trainings that should be the same part. */
export interface Difference {
  /** `epoch 2, loss`, `test accuracy`, `best weights`. */
  readonly where: string;
  readonly first: string;
  readonly second: string;
}

/** A run and where it lies. */
interface Placed {
  readonly folder: string;
  readonly run: Run;
}

/** Everything in which two runs differ that should be the same to the bit, the earliest first. */
export function differences(first: Placed, second: Placed): readonly Difference[] {
  return [
    ...epochs("", first.run.history, second.run.history),
    ...number("best epoch", first.run.best?.epoch, second.run.best?.epoch),
    ...numbers("test", first.run.test, second.run.test),
    ...weights("best weights", readBest(first.folder), readBest(second.folder)),
  ];
}

const number = (where: string, a: number | undefined, b: number | undefined): readonly Difference[] => (Object.is(a, b) ? [] : [{ where, first: String(a ?? "none"), second: String(b ?? "none") }]);

/** Numbers by name. */
export const numbers = (where: string, a: { readonly [name: string]: number } = {}, b: { readonly [name: string]: number } = {}): readonly Difference[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((name) => number(`${where} ${name}`, a[name], b[name]));

/** Histories, epoch by epoch. */
export const epochs = (where: string, a: readonly EpochLog[] = [], b: readonly EpochLog[] = []): readonly Difference[] =>
  Array.from({ length: Math.max(a.length, b.length) }, (_, i) => numbers(`${where}epoch ${i + 1},`, a[i], b[i])).flat();

/** The first of the weights that are not the same, and how many there are. */
export function weights(where: string, a: Arrays, b: Arrays): readonly Difference[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => !isDeepStrictEqual(a[name], b[name]));
  const [name] = names;
  if (name === undefined) return [];
  const at = a[name]?.data.findIndex((value, i) => !Object.is(value, b[name]?.data[i])) ?? 0;
  return [{ where: `${where}, ${names.length} of ${Object.keys(a).length} arrays, such as ${name}`, first: String(a[name]?.data[at] ?? "none"), second: String(b[name]?.data[at] ?? "none") }];
}

/** What was not the same around the two, for whoever wonders why they part. */
export function surroundings(first: Pick<Run, "versions">, second: Pick<Run, "versions">): readonly string[] {
  const names = [...new Set([...Object.keys(first.versions), ...Object.keys(second.versions)])];
  return names.flatMap((name) => (first.versions[name] === second.versions[name] ? [] : [`${name} ${first.versions[name] ?? "unknown"} then, ${second.versions[name] ?? "unknown"} now`]));
}
