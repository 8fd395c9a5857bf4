import type { Node } from "@convscope/core";
import { formatShape } from "@convscope/core";
import type { Shape } from "@convscope/core";
import type { Family } from "./family.ts";
import { isConstant, isPlumbing } from "./looks.ts";
import { frameTitle, timesText } from "./measure.ts";
import type { Item, Region } from "./region.ts";

/** A value on the main path of a network and what made it. */
export interface Stage {
  /** The node or group that made it, and what it is in words. */
  readonly name: string;
  readonly text: string;
  readonly about: string;
  readonly family: Family;
  readonly shape: Shape;
  /** The layer that made it from the stage before, where it is one. */
  readonly node: Node | undefined;
}

/** Learned values do not come from the input: no way leads through them. */
const blocked = (item: Item | undefined): boolean => item?.kind === "cell" && item.nodes.some(({ layer }) => isConstant(layer));

/** The keys on the longest way through a region: most items, and of equal ways the first written. */
function longestWay({ items, wires }: Region): readonly string[] {
  const lengths = new Map<string, number>([["", 0]]);
  const before = new Map<string, string>();
  const into = new Map<string, string[]>();
  for (const { from, to } of wires) into.set(to, [...(into.get(to) ?? []), from]);
  for (const key of [...items.keys(), ""]) {
    let best: string | undefined;
    for (const from of into.get(key) ?? []) if (best === undefined || (lengths.get(from) ?? 0) > (lengths.get(best) ?? 0)) best = from;
    if (best === undefined) continue;
    if (key !== "") lengths.set(key, blocked(items.get(key)) ? -1 : (lengths.get(best) ?? 0) + 1);
    before.set(key, best);
  }
  const way: string[] = [];
  for (let key = before.get(""); key !== undefined && key !== ""; key = before.get(key)) way.unshift(key);
  return way;
}

const learned: readonly Family[] = ["convolution", "dense", "sequence"];

/** What most of a module's boxes that learn are. */
function familyOfRegion({ items }: Region): Family {
  const found = [...items.values()].map((item) => (item.kind === "frame" ? familyOfRegion(item.region) : (item.rows[0]?.family ?? "other")));
  const count = (family: Family): number => found.filter((one) => one === family).length;
  const [most = "group"] = learned.filter((family) => count(family) > 0).sort((a, b) => count(b) - count(a));
  return most;
}

const stageOf = (item: Item): Stage => {
  if (item.kind === "frame") return { name: item.title, text: frameTitle(item), about: `${frameTitle(item)}, ${item.note}`, family: familyOfRegion(item.region), shape: item.shape, node: undefined };
  const [row] = item.rows;
  const node = item.nodes.find(({ name }) => name === row?.name);
  return { name: row?.name ?? "", text: `${row?.text ?? ""}${item.times === 1 ? "" : ` ${timesText(item.times)}`}`, about: item.about, family: row?.family ?? "other", shape: item.shape, node: item.times === 1 ? node : undefined };
};

/** The values along the main path, and how many boxes stand beside it. A layer that leaves the shape as it is, or only moves numbers, has no value of its own. */
export function stagesOf(region: Region): { readonly stages: readonly Stage[]; readonly beside: number } {
  const way = longestWay(region);
  const all = way.flatMap((key) => [region.items.get(key)].filter((item) => item !== undefined)).map(stageOf);
  const working: readonly Family[] = ["input", ...learned, "pooling", "group"];
  const moved = all.filter(({ node }, i) => node === undefined || !isPlumbing(node.layer) || i === all.length - 1);
  const stages = moved.filter(({ family, shape }, i) => i === 0 || working.includes(family) || formatShape(shape) !== formatShape(moved[i - 1]?.shape ?? []));
  return { stages, beside: region.items.size - way.length };
}
