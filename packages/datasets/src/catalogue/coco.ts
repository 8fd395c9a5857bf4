import { resolve } from "node:path";
import { DataError } from "../error.ts";
import type { Box, Size } from "./box.ts";
import type { Problem } from "./catalogue.ts";
import { count } from "./count.ts";
import type { Draft, Entry, Thing } from "./entry.ts";
import { finder, partOfPath } from "./listed.ts";
import type { Listing } from "./listing.ts";
import { partIn } from "./part.ts";
import { baseName, folderOf } from "./picture.ts";
import { readText } from "./text.ts";

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Lists of things in pictures as COCO's `instances_train2017.json`: images, annotations and categories, whose ids may have holes. Boxes [x, y, width,
 * height] become edges; annotations of crowds are passed over, outlines (`segmentation`) are not read. Classes are in the order of the categories' ids.
 * A picture's own class is that of its largest box.
 */
export async function readCoco(listing: Listing, files: readonly string[], maxRows: number): Promise<Draft> {
  const classes = new Set<string>();
  const entries: Entry[] = [];
  const [problems, notes]: [Problem[], Problem[]] = [[], []];
  for (const file of files) {
    const whole = await readInstances(listing, file, maxRows);
    const names = categories(resolve(listing.folder, file), whole.categories);
    for (const name of names.values()) classes.add(name);
    const part = partIn(baseName(file)) ?? partOfPath(file);
    const { things, crowds, problems: wrong } = thingsByImage(whole.annotations, names, file);
    problems.push(...wrong);
    if (crowds > 0) notes.push({ file, problem: `${count(crowds, "annotation")} of crowds` });
    const images = imagesOf(whole.images, file, problems);
    const find = finder(listing, [...images.values()].slice(0, 64).map(({ name }) => name), folderOf(file), part);
    for (const [id, { name, size }] of images) {
      const found = find(name);
      if ("file" in found) entries.push({ file: found.file, part, size, things: things.get(id) ?? [] });
      else problems.push({ file, problem: `image ${shown(id)}: ${found.wrong}` });
      things.delete(id);
    }
    if (things.size > 0) problems.push({ file, problem: `annotations of ${count(things.size, "image")} that the list does not have, the first of them ${shown([...things.keys()][0])}` });
  }
  return { entries, classes: [...classes], problems, notes };
}

type Id = number | string;

const isId = (value: unknown): value is Id => typeof value === "number" || typeof value === "string";

interface Instances {
  readonly images: readonly unknown[];
  readonly annotations: readonly unknown[];
  readonly categories: readonly unknown[];
}

async function readInstances(listing: Listing, file: string, maxRows: number): Promise<Instances> {
  const path = resolve(listing.folder, file);
  const whole = parsed(path, await readText(listing, file));
  const { images, annotations, categories } = isObject(whole) ? whole : {};
  if (!Array.isArray(images) || !Array.isArray(annotations) || !Array.isArray(categories)) {
    const received = isObject(whole) ? `Received the keys ${Object.keys(whole).slice(0, 10).join(", ") || "none"}` : `Received ${Array.isArray(whole) ? "a list" : typeof whole}`;
    throw new DataError(`${path}: a list in COCO's form must be an object with the lists images, annotations and categories. ${received}. For captions and keypoints take the file of instances.`);
  }
  for (const [name, list, most] of [["images", images, maxRows], ["annotations", annotations, 16 * maxRows], ["categories", categories, 100_000]] as const) {
    if (list.length > most) throw new DataError(`${path}: may have at most ${most.toLocaleString("en-GB")} ${name} (maxFiles). It has ${list.length.toLocaleString("en-GB")}.`);
  }
  return { images, annotations, categories };
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DataError(`${path}: is no JSON (${error instanceof Error ? error.message : String(error)}). Get the file anew.`, { cause: error });
  }
}

/** The names of the categories by their ids, in the order of the ids. */
function categories(path: string, list: readonly unknown[]): Map<Id, string> {
  const found: [Id, string][] = [];
  const seen = new Set<Id>();
  for (const [i, entry] of list.entries()) {
    const { id, name } = isObject(entry) ? entry : {};
    if (!isId(id) || typeof name !== "string" || name === "") throw new DataError(`${path}: a category must have an id and a name. Received ${shown(entry)} at place ${i}.`);
    if (seen.has(id)) throw new DataError(`${path}: each category must have an id of its own. Received ${shown(id)} twice.`);
    seen.add(id);
    found.push([id, name]);
  }
  return new Map(found.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

function imagesOf(list: readonly unknown[], file: string, problems: Problem[]): Map<Id, { readonly name: string; readonly size: Size | undefined }> {
  const images = new Map<Id, { readonly name: string; readonly size: Size | undefined }>();
  for (const entry of list) {
    const { id, file_name: name, width, height } = isObject(entry) ? entry : {};
    if (!isId(id) || typeof name !== "string") problems.push({ file, problem: `an image must have an id and a file_name. Received ${shown(entry)}` });
    else if (images.has(id)) problems.push({ file, problem: `image ${shown(id)} is listed twice; the first time counts` });
    else images.set(id, { name, size: typeof width === "number" && typeof height === "number" && width > 0 && height > 0 ? { width, height } : undefined });
  }
  return images;
}

function thingsByImage(list: readonly unknown[], names: ReadonlyMap<Id, string>, file: string): { things: Map<Id, Thing[]>; crowds: number; problems: Problem[] } {
  const things = new Map<Id, Thing[]>();
  const problems: Problem[] = [];
  let crowds = 0;
  for (const entry of list) {
    const { image_id: image, category_id: category, bbox, iscrowd } = isObject(entry) ? entry : {};
    if (iscrowd === 1 || iscrowd === true) {
      crowds++;
      continue;
    }
    const box = edges(bbox);
    const name = isId(category) ? names.get(category) : undefined;
    if (!isId(image) || box === undefined || name === undefined) {
      problems.push({ file, problem: `an annotation must have an image_id, a category_id of the list and a bbox of four numbers. Received ${shown(entry)}` });
      continue;
    }
    const before = things.get(image);
    if (before === undefined) things.set(image, [{ class: name, box }]);
    else before.push({ class: name, box });
  }
  return { things, crowds, problems };
}

/** [x, y, width, height] as edges. */
function edges(bbox: unknown): Box | undefined {
  if (!Array.isArray(bbox) || bbox.length !== 4 || !bbox.every((value): value is number => typeof value === "number")) return undefined;
  const [x, y, width, height] = bbox as [number, number, number, number];
  return [x, y, x + width, y + height];
}

/** The beginning of a value as JSON, whatever its size. */
function shown(value: unknown): string {
  const inside = (entry: unknown): string => (isObject(entry) ? "{…}" : Array.isArray(entry) && (entry.length > 6 || entry.some((n) => typeof n === "object")) ? "[…]" : shown(entry));
  if (isObject(value)) return `{ ${Object.entries(value).slice(0, 6).map(([key, entry]) => `${key.slice(0, 30)}: ${inside(entry)}`).join(", ")} }`;
  if (Array.isArray(value)) return `[${value.slice(0, 6).map(inside).join(", ")}]`;
  return typeof value === "string" ? JSON.stringify(value.slice(0, 60)) : String(value);
}
