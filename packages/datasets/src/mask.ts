import { readFile, stat } from "node:fs/promises";
import { crc32 } from "@convscope/files";
import { DataError } from "./error.ts";
import { loadSharp, maxPixels, reasonOf } from "./sharp.ts";

/** The classes of a picture's pixels. */
export interface Mask {
  readonly height: number;
  readonly width: number;
  /** `[H, W]`: the level of a grey mask, the place in the palette of a coloured one. 255 is no class: a border that is left out. */
  readonly data: Uint8Array;
}

const maxBytes = 2 ** 29;

/**
 * Reads a mask, a PNG whose pixels are classes: the indices of one with a palette, as in VOC; the levels of a grey one; the first channel of any other.
 * Where there are two classes and no palette, 255 counts as 1: many draw masks in black and white.
 */
export async function readMask(path: string, classes: number): Promise<Mask> {
  const sharp = await loadSharp(path);
  try {
    const { size } = await stat(path);
    if (size > maxBytes) throw new DataError(`it has ${size} bytes, more than ${maxBytes}`);
    const bytes = new Uint8Array(await readFile(path));
    const { bits, palette } = kindOf(bytes);
    const picture = sharp(palette ? withoutPalette(bytes) : bytes, { limitInputPixels: maxPixels });
    const { data, info } = await picture.extractChannel(0).raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
    // Decoders spread fewer than 8 bits over 0 … 255.
    const spread = 255 / (2 ** bits - 1);
    const white = bits === 8 && !palette && classes === 2 ? 1 : 255 / spread;
    return { height: info.height, width: info.width, data: Uint8Array.from(data, (level) => (level === 255 ? white : level / spread)) };
  } catch (error) {
    throw new DataError(`${path}: cannot be read as a mask (${reasonOf(error)}). A mask is a PNG of at most 8 bits a channel whose pixels are classes.`, { cause: error });
  }
}

/** DEFLATE cannot shrink data further than to one of so many bytes (RFC 1951: 258 bytes from 2 bits). */
const densest = 1032;

const [ihdr, plte, trns] = [0x49484452, 0x504c5445, 0x74524e53];

/** How a PNG's pixels are kept (PNG specification, section 11.2.1). */
function kindOf(bytes: Uint8Array): { readonly bits: number; readonly palette: boolean } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 33 || view.getUint32(0) !== 0x89504e47 || view.getUint32(12) !== ihdr) throw new DataError("it is not a PNG");
  const [bits = 0, colour] = bytes.subarray(24, 26);
  if (![1, 2, 4, 8].includes(bits)) throw new DataError(`it has ${bits} bits a channel`);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  // At least one value a pixel, and a byte before each row: what cannot lie in the file need not be made room for.
  if (height * (1 + (width * bits) / 8) > bytes.length * densest) throw new DataError(`it says that it has ${height}×${width} pixels, which cannot lie in ${bytes.length} bytes`);
  return { bits, palette: colour === 3 };
}

/** The same PNG as a grey one, whose levels are the palette's indices: decoders give colours, and two indices may share one. */
function withoutPalette(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = bytes.slice(0, 33);
  header[25] = 0;
  new DataView(header.buffer).setUint32(29, crc32(header.subarray(12, 29)));
  const kept: Uint8Array[] = [header];
  for (let at = 33; at + 12 <= bytes.length; ) {
    const end = Math.min(bytes.length, at + 12 + view.getUint32(at));
    const kind = view.getUint32(at + 4);
    if (kind !== plte && kind !== trns) kept.push(bytes.subarray(at, end));
    at = end;
  }
  const whole = new Uint8Array(kept.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of kept) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
