import { createHash } from "node:crypto";
import { atOnce } from "../catalogue/atOnce.ts";
import type { Catalogue, Item, Part } from "../catalogue/catalogue.ts";
import { DataError } from "../error.ts";
import { emptyAlbum, paste } from "./album.ts";
import { checkDataset, type PartedDataset } from "./checkDataset.ts";
import { glance } from "./glance.ts";
import { judge } from "./judge.ts";
import { pictureOpener } from "./open.ts";
import { checkQualityOptions, pauses, type QualityOptions } from "./options.ts";
import type { QualityReport } from "./report.ts";

const md5 = (bytes: Uint8Array): string => createHash("md5").update(bytes).digest("hex");

/** How many pictures are decoded at once. */
const together = 4;

/**
 * Looks at every picture of a data set and tells what may spoil a training: files that cannot be read; copies, within a part and between training and
 * test; labels that contradict each other or look wrong; grey, tiny, giant, empty pictures; classes of very different sizes. The lines are drawn in `qualityThresholds`.
 *
 * @param source a list of files, of which four at a time are in memory and half a kilobyte of each is kept, or a data set in memory
 */
export async function checkPictures(source: Catalogue | PartedDataset, options: QualityOptions = {}): Promise<QualityReport> {
  if (!("parts" in source)) return checkDataset(source, options);
  checkQualityOptions("checkPictures", options);
  const { name, title, classes, folder, parts, problems } = source;
  const listed = (["train", "validation", "test"] as const).flatMap((part) => (parts[part] ?? []).map((item, index): { part: Part; item: Item; index: number } => ({ part, item, index })));
  const album = emptyAlbum(classes, listed.map(({ part, index, item: { label, file } }) => ({ part, index, label, file })));
  const open = await pictureOpener(folder);
  const reading = pauses(options, "reading", listed.length);
  const unreadable: { place: number; problem: string }[] = [];
  let done = 0;
  await atOnce([...listed.keys()], together, async (place) => {
    try {
      paste(album, place, glance(await open((listed[place] as (typeof listed)[number]).item), md5));
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      unreadable.push({ place, problem: error.message });
    }
    await reading(++done);
  });
  unreadable.sort((a, b) => a.place - b.place);
  const masked = listed.some(({ item }) => item.mask !== undefined);
  const boxed = listed.some(({ item }) => item.boxLabels !== undefined);
  return judge({ name, title, album, unreadable, passedOver: problems, masked, ...(boxed && { boxLabels: (place: number) => listed[place]?.item.boxLabels }) }, options);
}
