import type { ImageDataset } from "../dataset.ts";
import { loadPublished, type PublishedOptions } from "../published/load.ts";
import { idxSet } from "./set.ts";
import type { IdxSpec } from "./spec.ts";

/** Loads a data set of four IDX files, plain or packed: a row of your own, as `loadDataset` does with its own. */
export async function loadIdx(spec: IdxSpec, options: PublishedOptions = {}): Promise<ImageDataset> {
  return loadPublished(idxSet(spec), options);
}
