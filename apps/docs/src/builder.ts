import { didYouMean, factories, graph, kinds, layerOf, type Block, type BlockRun, type Graph, type Kind, type Layer, branches, residual } from "@convscope/core";

/** Values of a layer's fields by name. */
export type Fields = Readonly<Record<string, unknown>>;

/** A layer on the workbench; it may not fit yet. */
export interface LayerItem {
  readonly id: number;
  readonly type: "layer";
  readonly kind: Kind;
  readonly fields: Fields;
}

/** `body(x) + shortcut(x)`; without layers in it the shortcut is x itself. */
export interface ResidualItem {
  readonly id: number;
  readonly type: "residual";
  readonly lists: readonly [body: readonly Item[], shortcut: readonly Item[]];
}

/** Several ways from one value, and the layer that joins their ends. */
export interface BranchesItem {
  readonly id: number;
  readonly type: "branches";
  readonly join: Kind;
  readonly lists: readonly (readonly Item[])[];
}

export type Item = LayerItem | ResidualItem | BranchesItem;

/** Layers that take any number of inputs of a branch each. */
export const joins: readonly Kind[] = ["concatenate", "add", "multiply", "average"];

let made = 0;
/** Tells items apart, so that what one types stays with its row. */
const nextId = (): number => ++made;

export const layerItem = (kind: Kind, fields: Fields = {}): LayerItem => ({ id: nextId(), type: "layer", kind, fields });
export const residualItem = (body: readonly Item[], shortcut: readonly Item[] = []): ResidualItem => ({ id: nextId(), type: "residual", lists: [body, shortcut] });
export const branchesItem = (lists: readonly (readonly Item[])[], join: Kind = "concatenate"): BranchesItem => ({ id: nextId(), type: "branches", join, lists });

const starts: { readonly [kind in Kind]?: Fields } = { dense: { units: 10 }, dropout: { rate: 0.5 }, conv2d: { filters: 32, kernelSize: 3, padding: "same" }, upSampling2d: { size: 2 }, groupNormalization: { groups: 8 } };

/** A new item of a word of the menu, with values that are usual. */
export function newItem(word: string): Item {
  if (word === "residual") return residualItem([newItem("conv2d"), newItem("batchNormalization")]);
  if (word === "branches") return branchesItem([[newItem("conv2d")], []]);
  const kind = kinds.find((one) => one === word && one !== "custom");
  if (kind === undefined) throw new RangeError(`There is no layer "${word}".${didYouMean(word, kinds)}`);
  const needed = Object.fromEntries(factories[kind].required.map((name) => [name, /size|pool/i.test(name) ? 2 : 8]));
  return layerItem(kind, starts[kind] ?? needed);
}

/** An equal item with ids of its own. */
function copyOf(item: Item): Item {
  if (item.type === "layer") return { ...item, id: nextId() };
  const lists = item.lists.map((list) => list.map(copyOf));
  return item.type === "residual" ? { ...item, id: nextId(), lists: [lists[0] ?? [], lists[1] ?? []] } : { ...item, id: nextId(), lists };
}

/** The items with a list changed in which the item stands, however deep. */
export function changed(items: readonly Item[], id: number, change: (list: readonly Item[], at: number) => readonly Item[]): readonly Item[] {
  const at = items.findIndex((item) => item.id === id);
  if (at >= 0) return change(items, at);
  return items.map((item) => withLists(item, (list) => changed(list, id, change)));
}

export function withLists(item: Item, change: (list: readonly Item[], index: number) => readonly Item[]): Item {
  if (item.type === "layer") return item;
  const lists = item.lists.map(change);
  return item.type === "residual" ? { ...item, lists: [lists[0] ?? [], lists[1] ?? []] } : { ...item, lists };
}

/** Whether an item is this one or holds it. */
export const holds = (item: Item, id: number): boolean => item.id === id || (item.type !== "layer" && item.lists.some((list) => list.some((inside) => holds(inside, id))));

/** What can be done with an item in its list. */
export const edits: { readonly [name in "up" | "down" | "copy" | "remove"]: (list: readonly Item[], at: number) => readonly Item[] } = {
  up: (list, at) => (at === 0 ? list : [...list.slice(0, at - 1), ...list.slice(at, at + 1), ...list.slice(at - 1, at), ...list.slice(at + 1)]),
  down: (list, at) => (at + 1 >= list.length ? list : edits.up(list, at + 1)),
  copy: (list, at) => [...list.slice(0, at + 1), ...list.slice(at, at + 1).map(copyOf), ...list.slice(at + 1)],
  remove: (list, at) => list.filter((_, i) => i !== at),
};

/** Field values as one types them: 3, 3x5, same, true; anything else as JSON. */
export function fieldText(value: unknown): string {
  if (value === undefined) return "";
  if (Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === "number")) return value.join("x");
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What such a text means; nothing where it is empty, which stands for the default. */
export function fieldValue(text: string): unknown {
  const word = text.trim();
  if (word === "") return undefined;
  if (/^-?\d+(\.\d+)?(e-?\d+)?$/i.test(word)) return Number(word);
  if (/^\d+(\s*[x×]\s*\d+)+$/.test(word)) return word.split(/[x×]/).map(Number);
  if (word === "true" || word === "false") return word === "true";
  if (!/^[[{]/.test(word)) return word;
  try {
    return JSON.parse(word) as unknown;
  } catch {
    return word;
  }
}

/** An item that cannot be, and why. */
export class ItemError extends Error {
  readonly id: number;
  constructor(id: number, message: string) {
    super(message);
    this.id = id;
  }
}

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What nodes of a kind are called before their number. */
function stemOf(kind: string): string {
  if (/^(depthwise|separable)?conv\dd$/i.test(kind)) return "conv";
  if (/pooling/i.test(kind)) return "pool";
  if (/dropout/i.test(kind)) return "drop";
  if (kind === "batchNormalization") return "bn";
  if (/normalization/i.test(kind)) return "norm";
  return kind === "dense" ? "fc" : kind === "residual" ? "block" : kind === "branches" ? "fork" : kind;
}

/** Names for the items of a list: `conv1`, `bn1`, `conv2`. */
export function namesOf(items: readonly Item[]): readonly string[] {
  const counts = new Map<string, number>();
  return items.map((item) => {
    const stem = stemOf(item.type === "layer" ? item.kind : item.type);
    counts.set(stem, (counts.get(stem) ?? 0) + 1);
    return `${stem}${counts.get(stem) ?? 1}`;
  });
}

/** The layer of an item. @throws ItemError */
function layerAt({ id, kind, fields }: LayerItem): Layer {
  try {
    return layerOf(kind, fields);
  } catch (error) {
    throw new ItemError(id, words(error));
  }
}

/** A network of items, and the path of each of them among its nodes. */
export interface Built {
  readonly graph: Graph;
  /** Of a residual or branches, the path of all its nodes. */
  readonly paths: ReadonlyMap<number, string>;
}

/** @throws ItemError for the first item that cannot be. */
export function build(name: string, input: readonly number[], items: readonly Item[]): Built {
  const paths = new Map<number, string>();
  const run = (list: readonly Item[], path: string): BlockRun => {
    const names = namesOf(list);
    return Object.fromEntries(list.map((item, i): [string, Block] => {
      const own = `${path}${names[i] ?? ""}`;
      paths.set(item.id, own);
      if (item.type === "layer") return [names[i] ?? "", layerAt(item)];
      if (item.type === "residual") {
        const [body, shortcut] = item.lists;
        return [names[i] ?? "", residual(run(body, `${own}.`), shortcut.length === 0 ? {} : { downsample: run(shortcut, `${own}.downsample.`) })];
      }
      return [names[i] ?? "", branches(Object.fromEntries(item.lists.map((inside, k) => [`branch${k + 1}`, run(inside, `${own}.branch${k + 1}.`)])), layerOf(item.join))];
    }));
  };
  const block = run(items, "");
  try {
    return { graph: graph(name, [...input], block), paths };
  } catch (error) {
    // Messages begin with the node: `block1.conv2 (conv2d): …`.
    const at = words(error).split(/[\s:]/)[0] ?? "";
    const found = [...paths].filter(([, path]) => at === path || at.startsWith(`${path}.`)).sort(([, a], [, b]) => b.length - a.length)[0];
    throw new ItemError(found?.[0] ?? 0, words(error));
  }
}
