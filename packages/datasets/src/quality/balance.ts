import { finding } from "./finding.ts";
import type { Example, Finding, PartReport } from "./report.ts";
import { thresholds } from "./thresholds.ts";

const { imbalanceNote, imbalanceWarning, fewPictures } = thresholds;

/** Classes that are missing from a part, have hardly any pictures, or far fewer than others; those before `from` need none. */
export function balance(parts: readonly PartReport[], classes: readonly string[], from: number, wanted: number): readonly Finding[] {
  const [first] = parts;
  if (first === undefined || classes.length === 0) return [];
  const about = (detail: string): Example => ({ pictures: [], detail });
  const nameOf = (label: number): string => classes[label] ?? String(label);
  const missing = parts.flatMap(({ part, classCounts }) => classCounts.flatMap((count, label) => (count === 0 && label >= from ? [{ part, label }] : [])));
  const inTraining = missing.some(({ part }) => part === first.part);
  const counts = first.classCounts.map((count, label) => ({ count, label })).slice(from).sort((a, b) => a.count - b.count);
  const few = counts.filter(({ count }) => count > 0 && count < fewPictures);
  const [least, most] = [counts.find(({ count }) => count > 0), counts.at(-1)];
  const ratio = least !== undefined && most !== undefined ? most.count / least.count : 1;
  const grouped = (count: number): string => count.toLocaleString("en-GB");
  return [
    ...finding("missing", inTraining ? "error" : "warning", new Set(missing.map(({ label }) => label)).size, missing.map(({ part, label }) => about(`${nameOf(label)} in ${part}`)), wanted),
    ...finding("few", "warning", few.length, few.map(({ count, label }) => about(`${nameOf(label)}: ${count}`)), wanted),
    ...(least === undefined || most === undefined || ratio <= imbalanceNote
      ? []
      : finding("imbalance", ratio > imbalanceWarning ? "warning" : "note", classes.length, [about(`${nameOf(most.label)} ${grouped(most.count)}, ${nameOf(least.label)} ${grouped(least.count)}: ${ratio.toFixed(1)} times as many`)], wanted)),
  ];
}
