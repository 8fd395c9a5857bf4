import { resolve } from "node:path";
import { FileError, readContent } from "@convscope/files";
import { DataError } from "../error.ts";
import type { Listing } from "./listing.ts";

/** The most bytes of a list that is read in one piece: COCO's largest has 448 MB, and a string of JavaScript can hold little more. */
const maxListBytes = 500_000_000;

/** A text file, by its path from the listed folder or an absolute one, in UTF-8, without a byte order mark. */
export async function readText(listing: Listing, file: string, maxBytes: number = maxListBytes): Promise<string> {
  const path = resolve(listing.folder, file);
  try {
    return new TextDecoder().decode(await readContent(path, { maxBytes, wayOut: "Replace it by a good copy." }));
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw new DataError(`${path}: cannot be read (${error instanceof Error ? error.message : String(error)}).`, { cause: error });
  }
}
