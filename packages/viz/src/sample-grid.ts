import { figure, heading, margin } from "./figure.ts";
import { counted, listed } from "./format.ts";
import { label } from "./label.ts";
import { checkLabels } from "./labels.ts";
import { check, settings } from "./options.ts";
import type { FigureOptions } from "./options.ts";
import { boxMarks, legendOf, maskMarks } from "./overlay.ts";
import { batchSize, picture, pixelScale, pixelsAt } from "./picture.ts";
import type { Images } from "./picture.ts";
import { textWidth, widestText } from "./text.ts";
import { colours } from "./theme.ts";
import { tiles } from "./tiles.ts";

/** Images with their classes, and where the object is if that is known. */
export interface Samples extends Images {
  /** `[n]`. */
  readonly labels: ArrayLike<number>;
  readonly classes: readonly string[];
  /** `[n, 4]`: xMin, yMin, xMax, yMax in pixels, edges not centres; NaN where there is none. */
  readonly boxes?: ArrayLike<number> | undefined;
  /** `[n, H, W]`, above zero inside the object. */
  readonly masks?: ArrayLike<number> | undefined;
}

export type SampleGridOptions = FigureOptions;

const defaults: Required<SampleGridOptions> = { title: "Samples", theme: "light", width: 760 };
const name = "sampleGrid";
const titleRoom = 20;

/**
 * Labelled images of a data set, with boxes (yellow) and outlines of masks (cyan) where they are given.
 *
 * @returns an SVG document
 */
export function sampleGrid(data: Samples, options: SampleGridOptions = {}): string {
  const chosen = settings(name, options, defaults);
  const size = batchSize(name, data);
  checkLabels(name, "labels", data.labels, size.count, data.classes);
  const { boxes, masks } = data;
  check(boxes === undefined || boxes.length === size.count * 4, name, `boxes must be [n, 4]. Received ${boxes?.length} values for ${size.count} images, which need ${size.count * 4}.`);
  const pixels = size.count * size.height * size.width;
  check(masks === undefined || masks.length === pixels, name, `masks must be [n, H, W]. Received ${masks?.length} values for ${size.count} images of ${size.height}×${size.width}, which need ${pixels}.`);

  const palette = colours(chosen.theme);
  const scale = pixelScale(size, boxes === undefined && masks === undefined ? 84 : 128);
  const image = { width: size.width * scale, height: size.height * scale };
  const called = Array.from({ length: size.count }, (_, i) => data.classes[data.labels[i] ?? 0] ?? "");
  const tile = { width: Math.max(image.width, Math.min(120, widestText(called, 12))), height: titleRoom + image.height };
  const gap = { x: 14, y: 14 };
  const marked = legendOf({ boxes: boxes !== undefined, masks: masks !== undefined });
  const across = tiles(size.count, tile, gap, chosen.width, 0).width;
  const width = Math.max(across, Math.min(chosen.width, 2 * margin + Math.max(textWidth(chosen.title, 15, "bold"), textWidth(marked, 12))));
  const { marks: above, bottom } = heading(chosen, marked, width);
  const grid = tiles(size.count, tile, gap, chosen.width, bottom + 2);
  const marks = called.flatMap((text, i) => {
    const { x, y } = grid.place(i);
    const area = { x, y: y + titleRoom, ...image };
    return [
      label(text, { x, y: y + 13, width: tile.width, fill: palette.ink }),
      picture(pixelsAt(data, size, i), area),
      ...(boxes === undefined ? [] : boxMarks(rowOf(boxes, i, 4), area, scale)),
      ...(masks === undefined ? [] : maskMarks(rowOf(masks, i, size.width * size.height), size, area, scale)),
    ];
  });
  const found = data.classes.map((text, index) => ({ text, n: Array.from(data.labels).filter((of) => of === index).length })).filter(({ n }) => n > 0);
  const description = `${counted(size.count, "image")} of ${size.width}×${size.height} pixels: ${listed(found.map(({ text, n }) => `${n} of class ${text}`))}.`;
  return figure({ width, height: grid.bottom + margin, name: "Samples", description }, chosen, [...above, ...marks]);
}

const rowOf = (rows: ArrayLike<number>, index: number, length: number): number[] => Array.from({ length }, (_, i) => rows[index * length + i] ?? Number.NaN);
