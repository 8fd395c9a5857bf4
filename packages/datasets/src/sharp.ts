import type sharp from "sharp";
import { DataError } from "./error.ts";

/** More pixels than a camera takes: a picture that claims more is refused before it is unpacked. */
export const maxPixels = 200_000_000;

/** A picture of more pixels is left out of a training, unless that is told otherwise: several are in memory at once. */
export const trainable = 64_000_000;

/** The package sharp, which decodes pictures; it is installed by those who read pictures from files, and loaded when the first one is read. */
export async function loadSharp(where: string): Promise<typeof sharp> {
  try {
    return (await import("sharp")).default;
  } catch (error) {
    const said = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new DataError(`${where}: pictures in files are decoded by the package sharp, which does not load here (${said}). Run: npm install sharp`, { cause: error });
  }
}

/** Why a picture cannot be read, in one line. libvips keeps its words in one place for all threads, and has none left where another picture fails at that moment. */
export function reasonOf(error: unknown): string {
  const said = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
  return said === "Unknown error" ? "it is cut off or damaged" : said;
}
