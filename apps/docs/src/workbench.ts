import { formatShape, type Summary } from "@convscope/core";
import type { InjectionKey } from "vue";
import type { Fields, Item } from "./builder.ts";

/** What is known of an item of a network that was built, or why it cannot be. */
export interface ItemFacts {
  readonly shape: string;
  readonly params: number;
  readonly macs: number;
  /** Of its last value, where it has one. */
  readonly field: string;
}

/** What rows of the builder read and ask for, however deep they stand. */
export interface Workbench {
  facts(id: number): ItemFacts | undefined;
  /** Why the network cannot be, where it is this item's fault. */
  refused(id: number): string | undefined;
  chosen(id: number): boolean;
  edit(id: number, what: "up" | "down" | "copy" | "remove"): void;
  /** Puts a new item at the end of a list: of the whole, or of an item's list. */
  add(word: string, owner: number | undefined, list: number): void;
  write(id: number, fields: Fields): void;
  /** One more list of branches, or one less. */
  resize(id: number, by: 1 | -1): void;
  join(id: number, kind: string): void;
}

export const workbenchKey: InjectionKey<Workbench> = Symbol("workbench");

/** How many layers stand in a list, and in the lists within. */
export const sizeOf = (items: readonly Item[]): number => items.reduce((sum, item) => sum + (item.type === "layer" ? 1 : item.lists.reduce((inner, list) => inner + sizeOf(list), 1)), 0);

/** Every item's shape and sums; those of a residual or branches are of all that stands in them. */
export function factsOf({ paths, summary }: { readonly paths: ReadonlyMap<number, string>; readonly summary: Summary }): ReadonlyMap<number, ItemFacts> {
  const found = new Map<number, ItemFacts>();
  for (const [id, path] of paths) {
    const inside = summary.layers.filter(({ name }) => name === path || name.startsWith(`${path}.`));
    const last = inside.at(-1);
    if (last === undefined) continue;
    const { receptiveField: field } = last;
    const sum = (of: (layer: Summary["layers"][number]) => number): number => inside.reduce((total, layer) => total + of(layer), 0);
    found.set(id, {
      shape: formatShape(last.outputShape),
      params: sum(({ params }) => params),
      macs: sum(({ macs }) => macs),
      field: typeof field === "string" ? (field === "whole input" ? "all of the input" : "") : field.map(({ size }) => Math.ceil(size - 1e-9)).join("×"),
    });
  }
  return found;
}
