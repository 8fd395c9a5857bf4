import { join } from "node:path";
import { loadSharp, maxPixels } from "../sharp.ts";
import { atOnce } from "./atOnce.ts";
import type { Size } from "./box.ts";
import type { Problem } from "./catalogue.ts";

/** Opens pictures and reads their headers; gives what is wrong, in the order of the files. */
export async function checkHeaders(folder: string, files: readonly string[], sizes: ReadonlyMap<string, Size>): Promise<readonly Problem[]> {
  const sharp = await loadSharp("readCatalogue");
  const found = await atOnce(files, 8, async (file): Promise<Problem | undefined> => {
    try {
      const { width, height, format } = await sharp(join(folder, file), { limitInputPixels: maxPixels }).metadata();
      const stated = sizes.get(file);
      if (format === "svg" || format === "pdf") return { file, problem: `is ${format.toUpperCase()}, which has no pixels` };
      if (width * height > maxPixels) return { file, problem: `has ${width}×${height} pixels, more than ${maxPixels.toLocaleString("en-GB")}` };
      if (stated === undefined || (stated.width === width && stated.height === height)) return undefined;
      return { file, problem: `must be as large as its list or its mask says, ${stated.width}×${stated.height}. It is ${width}×${height}` };
    } catch (error) {
      // What follows sharp's own words may be of other pictures that are read at the same time.
      return { file, problem: `cannot be read as a picture (${(error instanceof Error ? error.message : String(error)).split(/[:\n]/)[0]})` };
    }
  });
  return found.filter((problem) => problem !== undefined);
}
