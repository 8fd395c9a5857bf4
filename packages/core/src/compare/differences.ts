import type { Finding, Which } from "./findings.ts";
import { groupBy } from "./groupBy.ts";
import type { Reason } from "./reasons.ts";

/** A cause with its share of the difference, b − a. */
export interface Difference {
  /** What differs, in words: `53 conv2d have bias only in resnet50@keras`. */
  readonly cause: string;
  /** The nodes it is about, by a's name if a has them; a part that stands alone by its path. */
  readonly nodes: readonly string[];
  readonly trainable: number;
  readonly nonTrainable: number;
  readonly macs: number;
}

/** Findings of one cause put together, in the order of the nodes. */
export function differences(findings: readonly Finding[], names: readonly [a: string, b: string]): readonly Difference[] {
  return [...groupBy(findings, key).values()].map((group) => {
    const sum = (of: (finding: Finding) => number): number => group.reduce((total, finding) => total + of(finding), 0);
    return {
      cause: sentence(group, names),
      nodes: [...new Set(group.map(({ node, cause }) => (cause.of === "part" ? cause.path : node)))],
      trainable: sum(({ trainable }) => trainable),
      nonTrainable: sum(({ nonTrainable }) => nonTrainable),
      macs: sum(({ macs }) => macs),
    };
  });
}

/** What findings of one line have in common. */
function key({ kind, cause }: Finding): string {
  switch (cause.of) {
    case "part": return `part ${cause.only} ${partName(cause.path)}`;
    case "differing": return `differing ${kind} ${cause.reasons.map(({ of }) => of).join()}`;
    default: return `${JSON.stringify(cause)} ${kind}`;
  }
}

/** What parts of one kind are called: `se` for `layer1.0.se` and `layer2.0.se`, `aux` for `aux1` and `aux2`; nothing for the entries of a list. */
const partName = (path: string): string => /([^.]*?)\d*$/.exec(path)?.[1] ?? "";

function sentence(group: readonly Finding[], [a, b]: readonly [string, string]): string {
  const [first] = group;
  if (!first) return "";
  const { kind, cause } = first;
  const many = group.length > 1;
  const some = `${group.length} ${kind}`;
  const only = (which: Which): string => `only in ${which === "a" ? a : b}`;
  switch (cause.of) {
    case "part": {
      const parts = new Set(group.map(({ node, cause: c }) => (c.of === "part" ? c.path : node))).size;
      return `${parts} ${parts === 1 ? "part" : "parts"} ${only(cause.only)}`;
    }
    case "layer": return `${some} ${only(cause.only)}`;
    case "arrays": return `${some} ${many ? "have" : "has"} ${listed(cause.names)} ${only(cause.only)}`;
    case "unshared": return `${some} ${many ? "have weights of their own" : "has weights of its own"} ${only(cause.only)}`;
    case "learned": return `${some} ${many ? "learn" : "learns"} ${listed(cause.names)} ${only(cause.only)}`;
    case "differing": return `${some}: ${cause.reasons.map(({ of }, i) => difference(of, group.flatMap(({ cause: c }) => (c.of === "differing" ? (c.reasons[i] ?? []) : [])))).join(", ")}`;
  }
}

/** `strides 2×2 instead of 1×1`, `padding same instead of 1 or 2`; without the values where it would take more to say which is instead of which. */
function difference(of: string, reasons: readonly Reason[]): string {
  const [from, to] = [new Set(reasons.map(({ a }) => a)), new Set(reasons.map(({ b }) => b))];
  return from.size * to.size <= 2 ? `${of} ${[...to].join(" or ")} instead of ${[...from].join(" or ")}` : `other ${of}`;
}

const listed = (names: readonly string[]): string => names.join(names.length === 2 ? " and " : ", ");
