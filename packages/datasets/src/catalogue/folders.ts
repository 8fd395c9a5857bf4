import type { Problem } from "./catalogue.ts";
import { count } from "./count.ts";
import type { Draft, Entry } from "./entry.ts";
import type { Listing } from "./listing.ts";
import type { CatalogueOptions } from "./options.ts";
import { partOf } from "./part.ts";
import { folderOf, isPicture } from "./picture.ts";
import { readText } from "./text.ts";

/**
 * A folder per class, with or without folders of parts above: `cat/1.jpg`, `train/cat/1.jpg`, `val/n01440764/1.JPEG`. Folders in folders are classes of
 * their own (`animals/cat`), or belong to the first one (`classOf: "first"`); folders around all others are none. Folders are parts where one of them is for training, or all are parts.
 * Classes called like ImageNet's (`n01440764`) get the names of `LOC_synset_mapping.txt`, `synset_words.txt` or `words.txt`, if one lies there.
 */
export async function readFolders(listing: Listing, { classOf = "path" }: CatalogueOptions): Promise<Draft> {
  const pictures = [...listing.files.keys()].filter(isPicture);
  const base = wrapping(pictures);
  const tops = new Set(pictures.map((file) => file.slice(base.length)).filter((file) => file.includes("/")).map(topOf));
  const hasParts = [...tops].some((top) => partOf(top) === "train") || (tops.size > 0 && [...tops].every((top) => partOf(top) !== undefined));
  const entries: Entry[] = [];
  const without = new Map<string, number>();
  for (const file of pictures) {
    const path = file.slice(base.length);
    const part = hasParts ? partOf(topOf(path)) : undefined;
    const folder = folderOf(part === undefined ? path : path.slice(path.indexOf("/") + 1)).slice(0, -1);
    // Beside folders of parts any other folder is none: its pictures would be in no part.
    if (folder === "" || (hasParts && part === undefined)) without.set(folderOf(file), (without.get(folderOf(file)) ?? 0) + 1);
    else entries.push({ file, part, class: classOf === "first" ? topOf(folder) : folder });
  }
  const notes: Problem[] = [...without].map(([folder, pictures]) => ({
    file: folder === "" ? "." : folder,
    problem: `${count(pictures, "picture")} in no folder of a class${hasParts ? " inside that of a part" : ""}`,
  }));
  return named({ entries, problems: [], notes }, await synsetNames(listing));
}

/** The folders around everything, such as `ILSVRC/Data/CLS-LOC/`, which say nothing of classes: as long as no picture lies in one, and none is that of a part. */
function wrapping(pictures: readonly string[]): string {
  let base = "";
  for (;;) {
    const top = topOf((pictures[0] ?? "").slice(base.length));
    const next = `${base}${top}/`;
    if (pictures.length === 0 || partOf(top) !== undefined || !pictures.every((file) => file.startsWith(next) && file.includes("/", next.length))) return base;
    base = next;
  }
}

const topOf = (file: string): string => (file.includes("/") ? file.slice(0, file.indexOf("/")) : file);

const synset = /^n\d{8}$/;

/** ImageNet's words for its classes, in lines such as `n01440764 tench, Tinca tinca`. */
async function synsetNames(listing: Listing): Promise<ReadonlyMap<string, string>> {
  const file = ["LOC_synset_mapping.txt", "synset_words.txt", "words.txt"].find((name) => listing.files.has(name));
  const lines = file === undefined ? [] : (await readText(listing, file, 50_000_000)).split(/\r?\n/);
  return new Map(lines.flatMap((line) => {
    const [, id, words] = /^(n\d{8})[\s,]+(\S.*)$/.exec(line) ?? [];
    return id === undefined || words === undefined ? [] : [[id, words.trim()] as const];
  }));
}

/** Gives classes their words. Their order stays that of the folders, ImageNet's own; two classes of the same words keep their id behind them. */
function named(draft: Draft, words: ReadonlyMap<string, string>): Draft {
  const ids = [...new Set(draft.entries.map((entry) => entry.class ?? ""))].sort();
  if (words.size === 0 || !ids.every((id) => synset.test(id))) return draft;
  const times = new Map<string, number>();
  for (const id of ids) times.set(words.get(id) ?? id, (times.get(words.get(id) ?? id) ?? 0) + 1);
  const nameOf = (id: string): string => {
    const name = words.get(id) ?? id;
    return (times.get(name) ?? 0) > 1 ? `${name} (${id})` : name;
  };
  return { ...draft, entries: draft.entries.map((entry) => ({ ...entry, class: nameOf(entry.class ?? "") })), classes: ids.map(nameOf) };
}
