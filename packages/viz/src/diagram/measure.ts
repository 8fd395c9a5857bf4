import { formatShape } from "@convscope/core";
import { textWidth } from "../text.ts";
import type { Measured, Size } from "./arranged.ts";
import { arrange } from "./place.ts";
import type { Cell, Frame, Item } from "./region.ts";

/** Which way values flow. */
export type Direction = "down" | "right";

/** Sizes of text and the room around it, pixels. */
export const cellText = { size: 11, noteSize: 9.5, row: 19, single: 23, side: 9, most: 260 } as const;
export const shapeText = { size: 10, room: 13, side: 5 } as const;
export const frameText = { size: 11, top: 22, side: 10, bottom: 9, most: 220 } as const;

/** Between a text and the note beside it. */
export const noteGap: number = 14;

/** `×3`, or nothing for one. */
export const timesText = (times: number): string => (times === 1 ? "" : `×${times}`);

/** What is written at the top of a frame, left and right. */
export const frameTitle = ({ title, times }: Frame): string => `${title}${times === 1 ? "" : ` ${timesText(times)}`}`;

/**
 * How wide a cell's box is, and how high.
 *
 * @param notes whether there must be room for the notes beside its texts
 */
function boxOf({ rows, times }: Cell, notes: boolean): { readonly width: number; readonly height: number } {
  const texts = rows.map((row) => textWidth(row.text, cellText.size) + (notes && row.note !== "" ? noteGap + textWidth(row.note, cellText.noteSize) : 0));
  const more = times === 1 ? 0 : textWidth(timesText(times), cellText.size, "bold") + 8;
  // One pixel more, so that rounding cuts no letter.
  const width = Math.min(cellText.most, Math.max(16, ...texts) + more + 2 * cellText.side + 1);
  return { width, height: rows.length === 1 ? cellText.single : rows.length * cellText.row };
}

/** Sizes of what is in a diagram, for one direction. Frames arrange their regions. */
export function measuring(direction: Direction, notes: boolean): (item: Item) => Measured {
  const down = direction === "down";
  const measure = (item: Item): Measured => {
    const { inside, ...box } = item.kind === "cell" ? cellSize(item) : frameSize(item);
    const found = { ...box, box, ...(inside && { inside }) };
    if (!item.labelled) return found;
    const room = textWidth(formatShape(item.shape), shapeText.size) + shapeText.side;
    return down
      ? { ...found, after: Math.max(box.after, room), length: box.length + shapeText.room }
      : { ...found, before: Math.max(box.before, shapeText.room + 2), length: box.length + room + shapeText.side };
  };
  const cellSize = (cell: Cell): Size & Pick<Measured, "inside"> => {
    const { width, height } = boxOf(cell, notes);
    const half = (down ? width : height) / 2;
    return { before: half, after: half, length: down ? height : width };
  };
  const frameSize = (frame: Frame): Size & Pick<Measured, "inside"> => {
    const arranged = arrange(frame.region, measure, false);
    const title = Math.min(frameText.most, textWidth(frameTitle(frame), frameText.size, "bold"));
    const note = textWidth(frame.note, cellText.noteSize);
    const { side, top, bottom } = frameText;
    if (down) {
      // The line of values passes between title and note.
      const [before, after] = [Math.max(arranged.before, title + 4), Math.max(arranged.after, note + 4)];
      return { before: before + side, after: after + side, length: arranged.length + top + bottom, inside: { arranged, from: top, until: bottom } };
    }
    const length = Math.max(arranged.length, title + note + 14) + 2 * side;
    return { before: arranged.before + top, after: arranged.after + bottom, length, inside: { arranged, from: side, until: side } };
  };
  return measure;
}
