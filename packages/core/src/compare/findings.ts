import { product } from "../shape.ts";
import type { WeightSpec, WeightSpecs } from "../layer.ts";
import type { Alignment, Counted } from "./align.ts";
import { arrays, differing, reasons, work, type Reason } from "./reasons.ts";

/** Which of the two graphs. */
export type Which = "a" | "b";

/** Why a node does not count alike. */
export type Cause =
  /** A part of which the other graph has nothing, such as an auxiliary head, and its path. */
  | { readonly of: "part"; readonly only: Which; readonly path: string }
  /** The layer has no counterpart. */
  | { readonly of: "layer"; readonly only: Which }
  /** Arrays that its counterpart has not. */
  | { readonly of: "arrays"; readonly only: Which; readonly names: readonly string[] }
  /** All its arrays, where its counterpart shares those of another layer. */
  | { readonly of: "unshared"; readonly only: Which }
  /** Arrays that are learned on one side and fixed on the other. */
  | { readonly of: "learned"; readonly only: Which; readonly names: readonly string[] }
  /** Other settings or inputs. */
  | { readonly of: "differing"; readonly reasons: readonly Reason[] };

/** What one node adds to the difference, b − a. */
export interface Finding {
  readonly node: string;
  readonly kind: string;
  readonly cause: Cause;
  readonly trainable: number;
  readonly nonTrainable: number;
  readonly macs: number;
}

const nothing = { trainable: 0, nonTrainable: 0, macs: 0 } as const;

/** Learned and other numbers of some arrays, counted for b or taken away for a. */
function size(specs: Iterable<WeightSpec>, of: Which): Pick<Finding, "trainable" | "nonTrainable"> {
  let [trainable, nonTrainable] = [0, 0];
  for (const spec of specs) {
    const n = (of === "b" ? 1 : -1) * product(spec.shape);
    if (spec.trainable) trainable += n;
    else nonTrainable += n;
  }
  return { trainable, nonTrainable };
}

/** Findings that add up to the difference in parameters. */
export function parameterFindings(alignment: Alignment): readonly Finding[] {
  const whole = unpaired(alignment, ({ own }, only) => ({ ...nothing, ...size(Object.values(own), only) }));
  return [...whole, ...alignment.pairs.flatMap(([a, b]) => betweenArrays(a, b))].filter(({ trainable, nonTrainable }) => trainable !== 0 || nonTrainable !== 0);
}

function betweenArrays(a: Counted, b: Counted): Finding[] {
  const about = { node: a.node.name, kind: a.node.layer.kind, ...nothing };
  const lacking = (x: WeightSpecs, y: WeightSpecs): string[] => Object.keys(x).filter((name) => y[name] === undefined);
  const only = (which: Which, { own }: Counted, other: Counted): Finding[] => {
    const names = lacking(own, other.own);
    if (names.length === 0) return [];
    const shares = other.node.weightsOf !== undefined;
    return [{ ...about, cause: shares ? { of: "unshared", only: which } : { of: "arrays", only: which, names }, ...size(names.flatMap((name) => own[name] ?? []), which) }];
  };
  const both = Object.entries(a.own).flatMap(([name, mine]) => (b.own[name] === undefined ? [] : [{ name, mine, theirs: b.own[name] }]));
  const sum = (of: typeof both): Pick<Finding, "trainable" | "nonTrainable"> => {
    const [mine, theirs] = [size(of.map(({ mine }) => mine), "a"), size(of.map(({ theirs }) => theirs), "b")];
    return { trainable: mine.trainable + theirs.trainable, nonTrainable: mine.nonTrainable + theirs.nonTrainable };
  };
  const relearned = (["a", "b"] as const).flatMap((which): Finding[] => {
    const of = both.filter(({ mine, theirs }) => mine.trainable !== theirs.trainable && (which === "a" ? mine : theirs).trainable);
    return of.length === 0 ? [] : [{ ...about, cause: { of: "learned", only: which, names: of.map(({ name }) => name) }, ...sum(of) }];
  });
  const reshaped = both.filter(({ mine, theirs }) => mine.trainable === theirs.trainable && product(mine.shape) !== product(theirs.shape));
  return [
    ...only("a", a, b),
    ...only("b", b, a),
    ...relearned,
    ...(reshaped.length === 0 ? [] : [{ ...about, cause: { of: "differing" as const, reasons: reasons(a, b, arrays(reshaped.map(({ name }) => name))) }, ...sum(reshaped) }]),
  ];
}

/** Findings that add up to the difference in MACs. */
export function macFindings(alignment: Alignment): readonly Finding[] {
  const whole = unpaired(alignment, ({ macs }, only) => ({ ...nothing, macs: only === "b" ? macs : -macs }));
  const between = alignment.pairs.map(([a, b]): Finding => ({
    node: a.node.name, kind: a.node.layer.kind, ...nothing,
    cause: { of: "differing", reasons: a.macs === b.macs ? [] : reasons(a, b, work) },
    macs: b.macs - a.macs,
  }));
  return [...whole, ...between].filter(({ macs }) => macs !== 0);
}

/** What differs without a count: settings, and layers without arrays and MACs. */
export function settingFindings(alignment: Alignment): readonly Finding[] {
  const settings = alignment.pairs.flatMap(([a, b]): Finding[] => {
    const counting = [...reasons(a, b, arrays()), ...(a.macs === b.macs ? [] : reasons(a, b, work))];
    const other = differing(a.node.layer, b.node.layer).filter(({ of }) => !counting.some((reason) => reason.of === of));
    return other.length === 0 ? [] : [{ node: a.node.name, kind: a.node.layer.kind, ...nothing, cause: { of: "differing", reasons: other } }];
  });
  const told = new Set([...parameterFindings(alignment), ...macFindings(alignment)].flatMap(({ node, cause }) => (cause.of === "part" ? [cause.path] : [node])));
  const alone = unpaired(alignment, () => nothing).filter(({ node, cause }) => !told.has(cause.of === "part" ? cause.path : node));
  return [...alone, ...settings];
}

type Counts = Pick<Finding, "trainable" | "nonTrainable" | "macs">;

/** Nodes without a counterpart. */
function unpaired({ pairs, onlyA, onlyB }: Alignment, count: (of: Counted, only: Which) => Counts): Finding[] {
  const paired = (side: 0 | 1): string[] => pairs.map((pair) => pair[side].node.name);
  const alone = (only: Which, nodes: readonly Counted[], others: readonly string[]): Finding[] => {
    const known = new Set(others.flatMap(paths));
    return nodes.map((of) => {
      const { name, layer } = of.node;
      const path = paths(name).find((step) => !known.has(step)) ?? name;
      return { node: name, kind: layer.kind, cause: path === name ? { of: "layer", only } : { of: "part", only, path }, ...count(of, only) };
    });
  };
  const [inA, inB] = [[...paired(0), ...onlyA.map(({ node }) => node.name)], [...paired(1), ...onlyB.map(({ node }) => node.name)]];
  return [...alone("a", onlyA, [...inB, ...paired(0)]), ...alone("b", onlyB, [...inA, ...paired(1)])];
}

/** `layer1.0.conv1` → `layer1`, `layer1.0`, `layer1.0.conv1`. */
const paths = (name: string): string[] => Array.from(name.matchAll(/\.|$/g), ({ index }) => name.slice(0, index));
