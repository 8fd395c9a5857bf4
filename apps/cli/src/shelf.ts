import { DataError, image, pictureReader, size, type Catalogue, type Item, type Part, type PictureSample, type Split } from "@convscope/datasets";
import type { AnyData } from "./open-data.ts";

/** The pictures of a data set, wherever they lie, to be taken out one by one and looked at. */
export interface Shelf {
  /** The parts that there are; each has pictures. */
  readonly parts: readonly Part[];
  count(part: Part): number;
  /** The picture's class, or how often its boxes show which. */
  label(part: Part, index: number): string;
  /** Its file, where it has one. */
  file(part: Part, index: number): string | undefined;
  /** What is to be drawn, or why it cannot be read. */
  read(part: Part, index: number): Promise<PictureSample | { readonly problem: string }>;
}

const allParts: readonly Part[] = ["train", "validation", "test"];

/** @param side pictures in files are shrunk or enlarged until they just cover a square of so many pixels; as large as they are without it */
export async function shelfOf(data: AnyData, side?: number): Promise<Shelf> {
  return "parts" in data ? ofFiles(data, side) : ofArrays(data);
}

function ofArrays(data: Exclude<AnyData, Catalogue>): Shelf {
  const splits: { readonly [part in Part]?: Split | undefined } = { ...data };
  const of = (part: Part): Split => splits[part] ?? data.train;
  return {
    parts: allParts.filter((part) => splits[part] !== undefined && size(of(part)) > 0),
    count: (part) => size(of(part)),
    label: (part, index) => data.classes[of(part).labels[index] ?? -1] ?? "",
    file: () => undefined,
    read: (part, index) => {
      const { shape: [, height, width, channels], boxes, masks } = of(part);
      const area = height * width;
      return Promise.resolve({
        image: { shape: [height, width, channels], data: image(of(part), index) },
        ...(boxes && { boxes: boxes.subarray(4 * index, 4 * index + 4) }),
        ...(masks && { mask: masks.subarray(area * index, area * (index + 1)) }),
      });
    },
  };
}

async function ofFiles(data: Catalogue, side: number | undefined): Promise<Shelf> {
  const read = await pictureReader(data, side === undefined ? {} : { least: [side, side] });
  const items = (part: Part): readonly Item[] => data.parts[part] ?? [];
  return {
    parts: allParts.filter((part) => items(part).length > 0),
    count: (part) => items(part).length,
    label: (part, index) => {
      const { label, boxLabels } = items(part)[index] ?? { label: -1 };
      return boxLabels && boxLabels.length > 0 ? counted(boxLabels.map((of) => data.classes[of] ?? "")) : (data.classes[label] ?? "");
    },
    file: (part, index) => items(part)[index]?.file,
    read: async (part, index) => {
      try {
        return await read(items(part)[index] as Item);
      } catch (error) {
        if (error instanceof DataError) return { problem: error.message };
        throw error;
      }
    },
  };
}

/** `2× dog, cat`: the most frequent first. */
function counted(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([name, count]) => (count === 1 ? name : `${count}× ${name}`)).join(", ");
}
