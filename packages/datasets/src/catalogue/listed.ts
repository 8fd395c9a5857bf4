import { isAbsolute, relative, sep } from "node:path";
import type { Part } from "./catalogue.ts";
import type { Listing } from "./listing.ts";
import { partOf } from "./part.ts";
import { baseName, folderOf, isPicture, withoutEnding } from "./picture.ts";

/** Finds the pictures that a list names: their path in the listing, or what is wrong. */
export type Finder = (name: string) => { readonly file: string } | { readonly wrong: string };

/**
 * A finder for one list. Lists name pictures from where they lie themselves, from the root, or from a folder of their own: the first names tell.
 * Names without an ending (`000bec180eb1`) stand for the picture of that name. Whatever a name says, only files of the listing are found.
 *
 * @param names some of the list's names
 * @param from the folder that the list lies in, with its last "/"
 * @param part the part that the list is for, if it is for one
 */
export function finder(listing: Listing, names: readonly string[], from: string, part: Part | undefined): Finder {
  const base = baseFor(listing, names, from, part);
  const endings = new Map<string, string>();
  for (const file of listing.files.keys()) if (isPicture(file) && !endings.has(withoutEnding(file))) endings.set(withoutEnding(file), file);
  return (name) => {
    const path = plainPath(name, listing.folder);
    if (path === undefined) return { wrong: `a list may name only pictures inside its folder. Received ${JSON.stringify(name.slice(0, 200))}` };
    for (const candidate of [base + path, path]) {
      const file = listing.files.has(candidate) ? candidate : isPicture(path) ? undefined : endings.get(candidate);
      if (file !== undefined) return { file };
    }
    return { wrong: `${JSON.stringify(name.slice(0, 200))} is in the list, and not in the folder` };
  };
}

/** A path from the folder, without "." and with "/"; nothing where it leads out of it. */
function plainPath(name: string, folder: string): string | undefined {
  const native = isAbsolute(name) ? relative(folder, name).split(sep).join("/") : name.replaceAll("\\", "/");
  const steps = native.split("/").filter((step) => step !== "" && step !== ".");
  return steps.length === 0 || steps.includes("..") || isAbsolute(native) || /^[a-z]:/i.test(native) ? undefined : steps.join("/");
}

/** The folder that names begin at: where most of them are found; among equals that of the list's part, then that of the list. */
function baseFor(listing: Listing, names: readonly string[], from: string, part: Part | undefined): string {
  const wanted = new Map<string, string[]>();
  for (const name of names) {
    const path = plainPath(name, listing.folder);
    if (path === undefined) continue;
    const key = withoutEnding(baseName(path));
    wanted.set(key, [...(wanted.get(key) ?? []), withoutEnding(path)]);
  }
  const hits = new Map<string, number>();
  for (const file of listing.files.keys()) {
    if (!isPicture(file)) continue;
    const path = withoutEnding(file);
    for (const name of wanted.get(baseName(path)) ?? []) {
      const base = path.slice(0, path.length - name.length);
      if (path.endsWith(name) && (base === "" || base.endsWith("/"))) hits.set(base, (hits.get(base) ?? 0) + 1);
    }
  }
  const isOfPart = (base: string): boolean => part !== undefined && base.split("/").some((step) => partOf(step) === part);
  const score = ([base, count]: readonly [string, number]): number => 4 * count + (isOfPart(base) ? 2 : 0) + (base === from ? 1 : 0);
  return [...hits].sort((a, b) => score(b) - score(a))[0]?.[0] ?? from;
}

/** The part that a path's folders tell. */
export function partOfPath(file: string): Part | undefined {
  for (const step of folderOf(file).split("/")) {
    const part = partOf(step);
    if (part !== undefined) return part;
  }
  return undefined;
}
