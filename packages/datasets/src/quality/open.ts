import { resolve } from "node:path";
import type { Item } from "../catalogue/catalogue.ts";
import { DataError } from "../error.ts";
import { inside, readWhole } from "../pipeline/decode.ts";
import { loadSharp, reasonOf, trainable } from "../sharp.ts";
import type { DecodedPicture } from "./glance.ts";
import { thresholds } from "./thresholds.ts";

/** The longer side that a giant picture is shrunk to, pixels. */
const shrunk = 1024;

/** Reads pictures whole and upright, as bytes in three channels; giant ones shrunk, so that a few of them fit into memory. */
export async function pictureOpener(folder: string): Promise<(item: Item) => Promise<DecodedPicture>> {
  const sharp = await loadSharp("checkPictures");
  const root = resolve(folder);
  return async (item) => {
    try {
      const picture = sharp(item.bytes ?? (await readWhole(inside(root, item.file))), { limitInputPixels: false, failOn: "error" });
      const { format, height: rows, width: columns, autoOrient: { height, width } } = await picture.metadata();
      if (format === "svg" || format === "pdf") throw new DataError(`${format.toUpperCase()} has no pixels`);
      if (height * width > trainable) throw new DataError(`it has ${height}×${width} pixels, more than ${trainable}`);
      if (item.mask !== undefined) {
        const mask = await sharp(await readWhole(inside(root, item.mask)), { limitInputPixels: false }).metadata();
        if (mask.height !== rows || mask.width !== columns) throw new DataError(`its mask must have ${rows}×${columns} pixels like itself, received ${mask.height}×${mask.width}`);
      }
      const upright = picture.autoOrient().flatten({ background: "white" });
      const sized = height * width > thresholds.giantPixels ? upright.resize(shrunk, shrunk, { fit: "inside" }) : upright;
      const { data, info } = await sized.toColourspace("srgb").raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
      return { shape: [info.height, info.width, info.channels], data: new Uint8Array(data.buffer, data.byteOffset, data.length), fullSize: [height, width] };
    } catch (error) {
      throw new DataError(reasonOf(error), { cause: error });
    }
  };
}
