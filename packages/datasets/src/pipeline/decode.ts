import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { isAbsolute, relative, resolve, sep } from "node:path";
import type { Item } from "../catalogue/catalogue.ts";
import { DataError } from "../error.ts";
import { readMask } from "../mask.ts";
import { loadSharp, reasonOf } from "../sharp.ts";
import { covering, nearest, type Extent } from "./cover.ts";
import { turnedBoxes, turnedMask, turnsOf, type Turns } from "./orientation.ts";
import type { PictureSample } from "./pipeline.ts";

/** How pictures are read from files. */
export interface DecodeSettings {
  /** The folder that the files' paths begin at. */
  readonly folder: string;
  /** How many classes there are, by which masks are read. */
  readonly classes: number;
  readonly channels: number;
  /** A picture is scaled until it just covers this: pixels, height and width. It stays as large as it is unless given. */
  readonly least?: Extent;
  /** A picture of more pixels is refused before it is unpacked. */
  readonly maxPixels: number;
}

/** Bytes of a file; more than any camera writes. */
const maxBytes = 2 ** 29;

/** What is drawn by rules rather than kept as pixels may take any time and memory. */
const drawn: readonly string[] = ["svg", "pdf", "magick", "openslide"];

/**
 * Reads pictures of any format that sharp knows, upright as their EXIF data say, as bytes in one or three channels: palettes, 16 bits and CMYK become
 * sRGB or one brightness, what is transparent becomes white. Masks and boxes, which are of the picture as it lies in the file, are turned with it.
 */
export async function pictureDecoder({ folder, classes, channels, least, maxPixels }: DecodeSettings): Promise<(item: Item) => Promise<PictureSample>> {
  const sharp = await loadSharp("pipeline");
  const root = resolve(folder);
  return async (item) => {
    try {
      // Libraries warn of much that every viewer shows; what is cut off or wrong is refused.
      const picture = sharp(item.bytes ?? (await readWhole(inside(root, item.file))), { limitInputPixels: false, failOn: "error" });
      const { format, width, height, orientation, autoOrient } = await picture.metadata();
      if (drawn.includes(format)) throw new DataError(`${format.toUpperCase()} has no pixels`);
      if (width * height > maxPixels) throw new DataError(`it has ${height}×${width} pixels, more than ${maxPixels}, the option maxPixels`);
      const upright: Extent = [autoOrient.height, autoOrient.width];
      const [tall, wide] = least === undefined ? upright : covering(upright, least);
      if (least !== undefined && tall * wide > maxPixels) throw new DataError(`at ${tall}×${wide}, which covers ${least.join("×")}, it has more than ${maxPixels} pixels, the option maxPixels`);
      const scaled = picture.autoOrient().flatten({ background: "white" }).resize(wide, tall, { fit: "fill", kernel: "linear" });
      const { data, info } = await (channels === 1 ? scaled.greyscale() : scaled.toColourspace("srgb")).raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
      if (info.channels !== channels) throw new DataError(`it has ${info.channels} channels`);
      const turns = turnsOf(orientation);
      return {
        image: { shape: [tall, wide, channels], data: new Uint8Array(data.buffer, data.byteOffset, data.length) },
        ...(item.mask !== undefined && { mask: await scaledMask(inside(root, item.mask), classes, [height, width], [tall, wide], turns) }),
        ...(item.boxes && { boxes: scaledBoxes(turnedBoxes(item.boxes, [height, width], turns), [tall / upright[0], wide / upright[1]]) }),
      };
    } catch (error) {
      throw new DataError(`cannot be read as a picture (${reasonOf(error)}).`, { cause: error });
    }
  };
}

/** The path of a file in a folder, and of none outside it. */
export function inside(root: string, file: string): string {
  const path = resolve(root, file);
  const from = relative(root, path);
  if (from === "" || from === ".." || from.startsWith(`..${sep}`) || isAbsolute(from) || path.includes("\0")) throw new DataError("it must lie in the data's folder");
  return path;
}

/** A file's bytes. A pipe or a device, which may never end, is no file. */
export async function readWhole(path: string): Promise<Uint8Array> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const facts = await file.stat();
    if (!facts.isFile()) throw new DataError("it is no file");
    if (facts.size > maxBytes) throw new DataError(`it has ${facts.size} bytes, more than ${maxBytes}`);
    return await file.readFile();
  } finally {
    await file.close();
  }
}

async function scaledMask(path: string, classes: number, [rows, columns]: Extent, [tall, wide]: Extent, turns: Turns): Promise<Uint8Array> {
  const { height, width, data } = await readMask(path, classes);
  if (height !== rows || width !== columns) throw new DataError(`its mask must have ${rows}×${columns} pixels like itself, received ${height}×${width}`);
  const [turned, extent] = turnedMask(data, [rows, columns], turns);
  return nearest(turned, extent, [tall, wide], [0, 0], [tall, wide]);
}

const scaledBoxes = (boxes: Float32Array, [down, across]: readonly [number, number]): Float32Array => boxes.map((value, i) => value * (i % 2 === 0 ? across : down));
