import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCatalogue, readMask } from "@convscope/datasets";
import { crc32 } from "../../../packages/files/src/index.ts";
import { pictureDecoder } from "../../../packages/datasets/src/pipeline/decode.ts";
import { loadSharp } from "../../../packages/datasets/src/sharp.ts";
import { damaged } from "../damage.mjs";

/** @typedef {import("../random.mjs").Random} Random */

const [width, height] = [40, 30];
const colours = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7 + (i >> 5) * 13) % 256);

/** What sharp makes of pixels; its types are those of a package below. @typedef {ReturnType<Awaited<ReturnType<typeof loadSharp>>>} Picture */

/** @param {(picture: Picture) => Picture} write */
const drawn = async (write) => {
  const sharp = await loadSharp("made");
  return new Uint8Array(await write(sharp(colours, { raw: { width, height, channels: 3 } })).toBuffer());
};

/** Puts the checksums of a PNG's chunks right, which would else hide what lies behind them. @param {Uint8Array<ArrayBuffer>} bytes */
function mended(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    if (at + 12 + length > bytes.length) break;
    view.setUint32(at + 8 + length, crc32(bytes.subarray(at + 4, at + 8 + length)));
    at += 12 + length;
  }
  return bytes;
}

/** @param {readonly Uint8Array[]} good @param {Random} random */
const damagedPng = (good, random) => (random.chance(0.7) ? mended(damaged(good, random).slice()) : damaged(good, random));

/** Through what the pipeline decodes with. @param {() => Promise<readonly Uint8Array[]>} made @param {(good: readonly Uint8Array[], random: Random) => Uint8Array} [change] */
const decoded = (made, change = damaged) => async (/** @type {string} */ folder) => {
  const good = await made();
  const decode = await pictureDecoder({ folder, classes: 3, channels: 3, least: [24, 24], maxPixels: 4_000_000 });
  return { good, vary: (/** @type {Random} */ random) => change(good, random), subject: /^cannot be read as a picture/, read: async (/** @type {Uint8Array} */ bytes) => decode({ file: "made", bytes, label: 0 }) };
};

const masks = async () => {
  const sharp = await loadSharp("made");
  const grey = sharp(colours.map((level) => level % 3), { raw: { width, height: 3 * height, channels: 1 } }).toColourspace("b-w");
  return [await drawn((picture) => picture.png({ palette: true, colours: 16 })), new Uint8Array(await grey.png().toBuffer()), await drawn((picture) => picture.png())];
};

/** @type {import("../parsers.mjs").Parsers} */
export const pictures = {
  jpeg: decoded(async () => [await drawn((picture) => picture.jpeg()), await drawn((picture) => picture.jpeg({ progressive: true })), await drawn((picture) => picture.withMetadata({ orientation: 6 }).jpeg({ quality: 30 }))]),
  png: decoded(async () => [await drawn((picture) => picture.png()), await drawn((picture) => picture.png({ palette: true })), await drawn((picture) => picture.ensureAlpha(0.5).png({ progressive: true }))], damagedPng),
  webp: decoded(async () => [await drawn((picture) => picture.webp()), await drawn((picture) => picture.ensureAlpha(0.5).webp({ lossless: true }))]),
  "gif-tiff": decoded(async () => [await drawn((picture) => picture.gif()), await drawn((picture) => picture.tiff({ compression: "lzw" })), await drawn((picture) => picture.tiff({ compression: "none" }))]),
  mask: async (folder) => {
    const file = join(folder, "made.png");
    const good = await masks();
    return {
      good,
      vary: (random) => damagedPng(good, random),
      subject: /made\.png/,
      async read(bytes) {
        writeFileSync(file, bytes);
        return readMask(file, 3);
      },
    };
  },
  "masks-headers": async (folder) => {
    const [good, picture] = [await masks(), await drawn((one) => one.jpeg())];
    for (const name of ["images", "masks"]) mkdirSync(join(folder, "made", name), { recursive: true });
    for (const name of ["a", "b"]) writeFileSync(join(folder, "made/images", `${name}.jpg`), picture);
    for (const name of ["a", "b"]) writeFileSync(join(folder, "made/masks", `${name}.png`), good[0] ?? "");
    return {
      good: good.slice(0, 1),
      vary: (random) => (random.chance(0.5) ? damagedPng(good, random) : damaged([picture], random)),
      subject: /made/,
      async read(bytes) {
        writeFileSync(join(folder, "made", bytes[0] === 0x89 ? "masks/b.png" : "images/b.jpg"), bytes);
        return readCatalogue(join(folder, "made"), { layout: "masks", headers: true, onBad: "refuse" });
      },
    };
  },
};
