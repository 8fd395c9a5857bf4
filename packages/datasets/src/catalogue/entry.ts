import { area, within, type Box, type Size } from "./box.ts";
import type { Item, Part, Problem } from "./catalogue.ts";
import { count } from "./count.ts";
import { naturalOrder } from "./naturalOrder.ts";

/** One thing in a picture. */
export interface Thing {
  readonly class: string;
  readonly box: Box;
}

/** What a layout says of one picture, by names. */
export interface Entry {
  readonly file: string;
  /** None: the layout does not say. */
  readonly part?: Part | undefined;
  /** None: that of the largest thing. */
  readonly class?: string | undefined;
  readonly things?: readonly Thing[];
  readonly mask?: string;
  /** As a list states it. */
  readonly size?: Size | undefined;
}

/** What a layout's reader gives. */
export interface Draft {
  readonly entries: readonly Entry[];
  /** In the order of their labels; without it the names that occur, in natural order. Things and pictures of any other class are problems. */
  readonly classes?: readonly string[];
  /** Pictures or lines that are wrong. */
  readonly problems: readonly Problem[];
  /** What was passed over by rule, such as pictures without a class. */
  readonly notes: readonly Problem[];
}

/** Items with labels in place of names. */
export interface Labelled {
  readonly classes: readonly string[];
  /** By part; under "" those of which the layout does not say a part. In natural order. */
  readonly items: Readonly<Record<Part | "", readonly Item[]>>;
  /** The stated sizes. */
  readonly sizes: ReadonlyMap<string, Size>;
  readonly problems: readonly Problem[];
  readonly notes: readonly Problem[];
}

/** Checks boxes, gives each picture one item, and turns the names of classes into labels. */
export function labelled(draft: Draft): Labelled {
  const problems = [...draft.problems];
  const notes = [...draft.notes];
  const checked = new Map<string, Entry>();
  const allowed = draft.classes === undefined ? undefined : new Set(draft.classes);
  const isOther = (file: string, name: string | undefined): boolean => {
    if (name === undefined || allowed === undefined || allowed.has(name)) return false;
    problems.push({ file, problem: `its class ${JSON.stringify(name.slice(0, 60))} is not among the classes asked for` });
    return true;
  };
  let [clipped, empty] = [0, 0];
  for (const entry of draft.entries) {
    if (checked.has(entry.file)) {
      problems.push({ file: entry.file, problem: "is listed twice; the first time counts" });
      continue;
    }
    if (isOther(entry.file, entry.class)) continue;
    const things: Thing[] = [];
    for (const thing of entry.things ?? []) {
      const box = within(thing.box, entry.size);
      if (typeof box === "string") {
        problems.push({ file: entry.file, problem: box });
        continue;
      }
      if (isOther(entry.file, thing.class)) continue;
      if (box.some((edge, i) => edge !== thing.box[i])) clipped++;
      things.push({ ...thing, box });
    }
    const name = entry.class ?? largest(things)?.class;
    if (name === undefined) empty++;
    else checked.set(entry.file, { ...entry, class: name, ...(entry.things === undefined ? {} : { things }) });
  }
  if (clipped > 0) notes.push({ file: ".", problem: `${count(clipped, "box")} beyond the edges of a picture, cut there` });
  if (empty > 0) notes.push({ file: ".", problem: `${count(empty, "picture")} without anything that has a class` });

  const entries = [...checked.values()].sort((a, b) => naturalOrder(a.file, b.file));
  const classes = draft.classes ?? [...new Set(entries.flatMap((entry) => [entry.class ?? "", ...(entry.things ?? []).map((thing) => thing.class)]))].sort(naturalOrder);
  const labels = new Map(classes.map((name, label) => [name, label]));
  const labelOf = (name: string | undefined): number => labels.get(name ?? "") ?? 0;
  const items: Record<Part | "", Item[]> = { "": [], train: [], validation: [], test: [] };
  for (const { file, part = "", class: name, things, mask } of entries) {
    items[part].push({
      file,
      label: labelOf(name),
      ...(things === undefined ? {} : { boxes: things.map(({ box }) => box), boxLabels: things.map((thing) => labelOf(thing.class)) }),
      ...(mask === undefined ? {} : { mask }),
    });
  }
  const sizes = new Map(entries.flatMap(({ file, size }) => (size === undefined ? [] : [[file, size] as const])));
  return { classes, items, sizes, problems, notes };
}

function largest(things: readonly Thing[]): Thing | undefined {
  return things.reduce<Thing | undefined>((best, thing) => (best === undefined || area(thing.box) > area(best.box) ? thing : best), undefined);
}
