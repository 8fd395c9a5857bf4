import { join } from "node:path";
import { DataError } from "../error.ts";
import { readMask } from "../mask.ts";
import { atOnce } from "./atOnce.ts";
import type { Problem } from "./catalogue.ts";
import type { Draft, Entry } from "./entry.ts";
import { partOfPath } from "./listed.ts";
import type { Listing } from "./listing.ts";
import type { CatalogueOptions } from "./options.ts";
import { isPicture, withoutEnding } from "./picture.ts";
import { readText } from "./text.ts";

const pictureFolder = /^(images?|imgs?|jpegimages|pictures)$/i;
const maskFolder = /^(masks?|segmentationclass|labels?|annotations?|gt)$/i;

/** Pixels of a mask that are of no class. */
const none = 255;

/** A picture and its mask. */
interface Pair {
  readonly picture: string;
  readonly mask: string;
}

/** The pictures of `images/` and `masks/` by what their paths have in common, part and name: `train/images/1.jpg` and `train/masks/1.png`. */
export function pairsOf(listing: Listing): { readonly pairs: readonly Pair[]; readonly alone: readonly string[] } {
  const pictures = new Map<string, string>();
  const masks = new Map<string, string>();
  for (const file of listing.files.keys()) {
    if (!isPicture(file)) continue;
    const steps = withoutEnding(file).split("/");
    const name = steps.pop() ?? "";
    const common = (folder: RegExp, last: string): string => [...steps.filter((step) => !folder.test(step)), last].join("/");
    if (steps.some((step) => maskFolder.test(step)) && /\.png$/i.test(file)) masks.set(common(maskFolder, name.replace(/_mask$/i, "")), file);
    else if (steps.some((step) => pictureFolder.test(step))) pictures.set(common(pictureFolder, name), file);
  }
  const [pairs, alone]: [Pair[], string[]] = [[], []];
  for (const [key, picture] of pictures) {
    const mask = masks.get(key);
    if (mask === undefined) alone.push(picture);
    else pairs.push({ picture, mask });
  }
  return { pairs, alone };
}

/**
 * Pictures in `images/` and a mask of each in `masks/`, a PNG of the same name (or `…_mask.png`), whose pixels are classes: see `readMask`. The classes
 * are those of the options, else the lines of `classes.txt`, else as many as the masks have levels. The first is the background, and 255 is none. A
 * picture's own class is that which covers most of it, the background aside; it is the background where nothing else is. Every mask is read for this.
 */
export async function readMasks(listing: Listing, options: CatalogueOptions): Promise<Draft> {
  const { pairs, alone } = pairsOf(listing);
  const problems: Problem[] = alone.map((file) => ({ file, problem: "there is no mask of its name, a PNG, in a folder masks" }));
  const given = options.classes ?? (await classesIn(listing));
  const counted = (await atOnce(pairs, 4, async (pair) => {
    try {
      const { width, height, data } = await readMask(join(listing.folder, pair.mask), given?.length ?? 0);
      return { ...pair, size: { width, height }, levels: countsOf(data) };
    } catch (error) {
      if (!(error instanceof DataError) || error.cause === undefined) throw error;
      problems.push({ file: pair.picture, problem: `its mask ${error.message}` });
      return undefined;
    }
  })).filter((entry) => entry !== undefined);

  const classes = given ?? namesFor(new Set(counted.flatMap(({ levels }) => [...levels.keys()])));
  const black = classes.length === 2 && given === undefined;
  const entries: Entry[] = [];
  for (const { picture, mask, size, levels } of counted) {
    const counts = [...levels].map(([level, count]) => ({ level: black && level === none ? 1 : level, count })).filter(({ level }) => level !== none);
    const beyond = counts.find(({ level }) => level >= classes.length);
    if (beyond !== undefined) {
      problems.push({ file: picture, problem: `its mask has a pixel ${beyond.level}, and there are ${classes.length} classes, from 0 on` });
      continue;
    }
    const most = counts.filter(({ level }) => level > 0).reduce((best, next) => (next.count > best.count ? next : best), { level: 0, count: 0 });
    entries.push({ file: picture, part: partOfPath(picture), class: classes[most.level], mask, size });
  }
  return { entries, classes, problems, notes: [] };
}

function countsOf(data: Uint8Array): ReadonlyMap<number, number> {
  const counts = new Uint32Array(256);
  for (const level of data) counts[level] = (counts[level] as number) + 1;
  return new Map([...counts.entries()].filter(([, count]) => count > 0));
}

/** Black and white, or as many classes as the highest level asks for. */
function namesFor(levels: ReadonlySet<number>): readonly string[] {
  const highest = Math.max(0, ...[...levels].filter((level) => level !== none));
  if (highest === 0 && levels.has(none)) return ["background", "object"];
  return Array.from({ length: highest + 1 }, (_, level) => (level === 0 ? "background" : `class ${level}`));
}

async function classesIn(listing: Listing): Promise<readonly string[] | undefined> {
  if (!listing.files.has("classes.txt")) return undefined;
  const names = (await readText(listing, "classes.txt", 1_000_000)).split(/\r?\n/).map((line) => line.trim());
  return names.filter((name) => name !== "").slice(0, none);
}
