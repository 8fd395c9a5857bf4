import { figure, heading, margin } from "./figure.ts";
import { counted, listed } from "./format.ts";
import { label } from "./label.ts";
import { check, settings } from "./options.ts";
import type { FigureOptions } from "./options.ts";
import { boxMarks, legendOf, maskMarks, pointMarks } from "./overlay.ts";
import { batchSize, picture } from "./picture.ts";
import type { Markup } from "./svg.ts";
import { textWidth, wrapText } from "./text.ts";
import { colours } from "./theme.ts";
import { tiles } from "./tiles.ts";

/** One picture of any size, with a caption and marks. */
export interface SheetPicture {
  /** `[H, W, C]`, 0 … 255, C = 1, 3 or 4. */
  readonly image: Uint8Array;
  readonly shape: readonly number[];
  readonly caption: string;
  /** `[n, 4]`: xMin, yMin, xMax, yMax in pixels, edges not centres; rows of NaN are left out. */
  readonly boxes?: ArrayLike<number> | undefined;
  /** As `boxes`: those that a network found, to be compared with them. */
  readonly found?: ArrayLike<number> | undefined;
  /** `[H, W]`, above zero inside. */
  readonly mask?: ArrayLike<number> | undefined;
  /** `[n, 2]`: x, y in pixels. */
  readonly keypoints?: ArrayLike<number> | undefined;
}

export interface PictureSheetOptions extends FigureOptions {
  /** Pixels of the figure that the longer side of a picture gets; default 170. */
  readonly side?: number;
  /** A line below the title; default what the marks mean. */
  readonly subtitle?: string;
}

const defaults: Required<PictureSheetOptions> = { title: "Pictures", theme: "light", width: 760, side: 170, subtitle: "" };
const name = "pictureSheet";
const lineHeight = 15;
const mostLines = 5;

/**
 * Pictures of any sizes, each with its caption, boxes (yellow, found ones pink and broken), the outline of its mask (cyan) and keypoints (pink): what an augmentation does, for instance.
 *
 * @returns an SVG document
 */
export function pictureSheet(pictures: readonly SheetPicture[], options: PictureSheetOptions = {}): string {
  const chosen = settings(name, options, defaults);
  check(pictures.length > 0, name, "there must be at least one picture. Received none.");
  const palette = colours(chosen.theme);
  const sized = pictures.map(({ image, shape, ...rest }) => {
    const size = batchSize(name, { images: image, shape: [1, ...shape] });
    const { boxes, found, mask, keypoints } = rest;
    check(mask === undefined || mask.length === size.height * size.width, name, `a mask must be [H, W]. Received ${mask?.length} values for a picture of ${size.height}×${size.width}.`);
    check(boxes === undefined || boxes.length % 4 === 0, name, `boxes must be [n, 4]. Received ${boxes?.length} values.`);
    check(found === undefined || found.length % 4 === 0, name, `found boxes must be [n, 4]. Received ${found?.length} values.`);
    check(keypoints === undefined || keypoints.length % 2 === 0, name, `keypoints must be [n, 2]. Received ${keypoints?.length} values.`);
    const scale = chosen.side / Math.max(size.width, size.height);
    return { image, size, scale, area: { width: size.width * scale, height: size.height * scale }, lines: wrapText(rest.caption, 12, chosen.side, mostLines), ...rest };
  });
  const heights = sized.map(({ area, lines }) => area.height + lineHeight * lines.length + 6);
  const tile = { width: chosen.side, height: Math.max(...heights) };
  const gap = { x: 14, y: 16 };
  const has = (of: "boxes" | "found" | "mask" | "keypoints"): boolean => sized.some((one) => one[of] !== undefined);
  const told = chosen.subtitle === "" ? legendOf({ boxes: has("boxes"), found: has("found"), masks: has("mask"), points: has("keypoints") }) : chosen.subtitle;
  const across = tiles(sized.length, tile, gap, chosen.width, 0).width;
  const width = Math.max(across, Math.min(chosen.width, 2 * margin + Math.max(textWidth(chosen.title, 15, "bold"), textWidth(told, 12))));
  const { marks: above, bottom } = heading(chosen, told, width);
  const grid = tiles(sized.length, tile, gap, chosen.width, bottom + 2);
  // Each row is as high as its own pictures ask for.
  const rows = Array.from({ length: Math.ceil(sized.length / grid.columns) }, (_, row) => Math.max(...heights.slice(row * grid.columns, (row + 1) * grid.columns)));
  const tops = rows.map((_, row) => rows.slice(0, row).reduce((top, height) => top + height + gap.y, bottom + 2));
  const marks = sized.flatMap(({ image, size, scale, area: extent, lines, boxes, found, mask, keypoints }, i): Markup[] => {
    const { x } = grid.place(i);
    const y = tops[Math.floor(i / grid.columns)] ?? 0;
    const area = { x, y, ...extent };
    return [
      ...lines.map((line, k) => label(line, { x, y: y + extent.height + 17 + k * lineHeight, width: tile.width, fill: palette.ink })),
      picture({ width: size.width, height: size.height, channels: size.channels, data: image }, area),
      ...(mask === undefined ? [] : maskMarks(mask, size, area, scale)),
      ...rowsOf(boxes).flatMap((box) => boxMarks(box, area, scale)),
      ...rowsOf(found).flatMap((box) => boxMarks(box, area, scale, true)),
      ...(keypoints === undefined ? [] : pointMarks(keypoints, area, scale)),
    ];
  });
  const description = `${counted(sized.length, "picture")}: ${listed(pictures.map(({ caption }) => caption))}.`;
  return figure({ width, height: (tops.at(-1) ?? 0) + (rows.at(-1) ?? 0) + margin, name: "Pictures", description }, chosen, [...above, ...marks]);
}

/** The boxes of `[n, 4]`. */
const rowsOf = (boxes: ArrayLike<number> = []): number[][] => Array.from({ length: boxes.length / 4 }, (_, k) => [0, 1, 2, 3].map((side) => boxes[4 * k + side] ?? Number.NaN));
