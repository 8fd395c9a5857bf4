/** A part of a data set. */
export type Part = "train" | "validation" | "test";

/** One picture that lies in a file, or as a file's bytes in memory, with what is known of it. Plain data: workers receive it as it is. */
export interface Item {
  /** Its path from the catalogue's folder, parted by "/". For a picture inside another file a name for messages, such as "train.parquet, row 12". */
  readonly file: string;
  /** The encoded picture (PNG, JPEG, …), where it has no file of its own. */
  readonly bytes?: Uint8Array;
  /** Index into the catalogue's classes. */
  readonly label: number;
  /** One for each object: xMin, yMin, xMax, yMax in pixels of the picture as it lies in the file, edges not centres. */
  readonly boxes?: readonly (readonly [xMin: number, yMin: number, xMax: number, yMax: number])[];
  /** The class of each box. */
  readonly boxLabels?: readonly number[];
  /** The path of the mask, a picture of the same size whose pixels (palette indices, or levels) are classes. */
  readonly mask?: string;
}

/** A picture, or a line of a list, that was passed over. */
export interface Problem {
  readonly file: string;
  readonly problem: string;
}

/** Pictures that lie in files, listed but not read: a data set larger than memory is one of these. */
export interface Catalogue {
  readonly name: string;
  readonly title: string;
  /** How the files are laid out, where a reader of layouts found them: `folders`, `coco`, … */
  readonly layout?: string;
  readonly classes: readonly string[];
  /** The folder that the files' paths begin at, absolute. */
  readonly folder: string;
  readonly parts: { readonly train: readonly Item[]; readonly validation?: readonly Item[]; readonly test?: readonly Item[] };
  readonly problems: readonly Problem[];
  readonly licence: string;
  /** Where it lies. */
  readonly source: string;
  /** One line that is the same exactly if the files' names, sizes and labels are the same. */
  readonly checksum: string;
}
