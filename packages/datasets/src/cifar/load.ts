import type { ImageDataset } from "../dataset.ts";
import { loadPublished, type PublishedOptions } from "../published/load.ts";
import { cifarSet } from "./set.ts";
import type { CifarLabels, CifarSpec } from "./spec.ts";

export interface CifarOptions extends PublishedOptions {
  /** Which of two labels, where each image has two; "fine" unless given. */
  readonly labels?: CifarLabels;
}

/** Loads a data set in CIFAR's binary format, in its files or their archive: a row of your own, as `loadDataset` does with its own. */
export async function loadCifar(spec: CifarSpec, { labels, ...options }: CifarOptions = {}): Promise<ImageDataset> {
  return loadPublished(cifarSet(spec, labels), options);
}
