import { DataError } from "../error.ts";
import { count } from "./count.ts";
import { layouts } from "./layouts.ts";
import type { Listing } from "./listing.ts";
import type { Layout } from "./options.ts";
import { isForeignPicture, isPicture } from "./picture.ts";

/** A layout, and the lists in a folder that are of it. */
export interface Detected {
  readonly layout: Layout;
  readonly lists: readonly string[];
}

/** The layout of a folder, or the lists of the one that is asked for. */
export async function detect(listing: Listing, layout: Layout | "auto"): Promise<Detected> {
  if (layout !== "auto") {
    const lists = await layouts[layout].find(listing);
    if (lists.length === 0) throw new DataError(`${listing.folder}: layout "${layout}" needs ${layouts[layout].needs}. ${contentsOf(listing)}`);
    return { layout, lists };
  }
  for (const name of Object.keys(layouts) as Layout[]) {
    // These two say nothing for certain: they are weighed against each other below.
    if (name === "folders" || name === "names") continue;
    const lists = await layouts[name].find(listing);
    if (lists.length > 0) return { layout: name, lists };
  }
  const [folders, names] = [await layouts.folders.find(listing), await layouts.names.find(listing)];
  // All pictures in one folder `images`: if names part them, they are meant. Names that hardly any two pictures share part nothing.
  const namesPart = names.length > 1 && 2 * names.length <= picturesIn(listing);
  if (folders.length > 1 || (folders.length === 1 && !namesPart)) return { layout: "folders", lists: folders };
  if (namesPart) return { layout: "names", lists: names };
  const looked = Object.values(layouts).map(({ needs }) => needs).join("; ");
  throw new DataError(`${listing.folder}: nothing says which class the pictures are of. Looked for: ${looked}. ${contentsOf(listing)}`);
}

/** A sentence that says who reads a file that is no list of pictures. */
export function otherReader(file: string): string {
  if (/\.parquet$/i.test(file)) return " Parquet is read by loadParquet.";
  if (/\.(npz|npy|safetensors)$/i.test(file)) return " Arrays are read by loadArrays.";
  return /\.(zip|tar|gz|tgz)$/i.test(file) ? " Unpack archives first." : "";
}

const picturesIn = (listing: Listing): number => [...listing.files.keys()].filter(isPicture).length;

/** What a folder holds, for people who wonder why it is not understood. */
function contentsOf(listing: Listing): string {
  const names = [...listing.files.keys()];
  const shown = names.slice(0, 5).map((name) => name.slice(0, 80)).join(", ");
  if (names.length === 0) return `The folder holds no files${listing.problems.length === 0 ? "" : ` but ${listing.problems.length.toLocaleString("en-GB")} that were passed over: ${listing.problems[0]?.file ?? ""} ${listing.problems[0]?.problem ?? ""}`}.`;
  const foreign = names.filter(isForeignPicture).length;
  const unknown = foreign === 0 ? "" : ` and ${foreign.toLocaleString("en-GB")} of a format that sharp does not decode`;
  return `Found ${count(picturesIn(listing), "picture")}${unknown} among ${count(names.length, "file")}: ${shown}${names.length > 5 ? ", …" : ""}.${[...new Set(names.map(otherReader))].join("")}`;
}
