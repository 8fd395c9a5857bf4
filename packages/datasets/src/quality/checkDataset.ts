import type { Part } from "../catalogue/catalogue.ts";
import { image, type ImageDataset, type Split } from "../dataset.ts";
import { emptyAlbum, paste, type Entry } from "./album.ts";
import { glance } from "./glance.ts";
import { judge } from "./judge.ts";
import { checkQualityOptions, pauses, type QualityOptions } from "./options.ts";
import type { QualityReport } from "./report.ts";

/** A data set in memory; some have a part for validation. */
export interface PartedDataset extends Pick<ImageDataset, "name" | "title" | "classes" | "train" | "test"> {
  readonly validation?: Split;
}

/**
 * Looks at every picture of a data set in memory and tells what may spoil a training: copies, within a part and between training and test; labels that
 * contradict each other or look wrong; grey, tiny, giant, empty pictures; classes of very different sizes. The lines are drawn in `qualityThresholds`.
 */
export async function checkDataset(dataset: PartedDataset, options: QualityOptions = {}): Promise<QualityReport> {
  checkQualityOptions("checkDataset", options);
  const { name, title, classes, train, validation, test } = dataset;
  const parts: readonly (readonly [Part, Split])[] = [["train", train], ...(validation === undefined ? [] : [["validation", validation] as const]), ["test", test]];
  const entries = parts.flatMap(([part, { labels }]) => Array.from(labels, (label, index): Entry => ({ part, index, label })));
  const album = emptyAlbum(classes, entries);
  const reading = pauses(options, "reading", entries.length);
  let place = 0;
  for (const [, split] of parts) {
    const [count, ...shape] = split.shape;
    for (let i = 0; i < count; i++) {
      paste(album, place++, glance({ shape, data: image(split, i) }));
      await reading(place);
    }
  }
  return judge({ name, title, album, unreadable: [], passedOver: [] }, options);
}
