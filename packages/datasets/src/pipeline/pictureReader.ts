import { checkOptions } from "../check.ts";
import type { Catalogue, Item } from "../catalogue/catalogue.ts";
import { maxPixels } from "../sharp.ts";
import type { Extent } from "./cover.ts";
import { pictureDecoder } from "./decode.ts";
import type { PictureSample } from "./pipeline.ts";

export interface PictureReaderOptions {
  /** Scales every picture until it just covers this, `[height, width]` in pixels; unless given it stays as large as it is. */
  readonly least?: Extent;
}

/**
 * Reads pictures of a catalogue one by one, upright, as bytes in three channels, each with its mask and boxes: to look at them, say. For a training, see `openPipeline`.
 *
 * @returns reads one item; it throws a DataError without the file's name for one that cannot be read
 */
export async function pictureReader({ folder, classes }: Pick<Catalogue, "folder" | "classes">, options: PictureReaderOptions = {}): Promise<(item: Item) => Promise<PictureSample>> {
  checkOptions("pictureReader", options, ["least"]);
  return pictureDecoder({ folder, classes: classes.length, channels: 3, maxPixels, ...options });
}
