/** A column of a list: its name in the first line, or its place, 0 for the first. */
export type Column = string | number;

/** Which columns of a list say what. Those left out are found by their names. */
export interface Columns {
  /** The picture's path. */
  readonly path?: Column;
  readonly label?: Column;
  /** train, validation or test. */
  readonly part?: Column;
  /** The columns of xMin, yMin, xMax and yMax, in pixels, edges not centres. */
  readonly box?: readonly [xMin: Column, yMin: Column, xMax: Column, yMax: Column];
}

/** How pictures are laid out in a folder, or in lists beside them. */
export type Layout = "folders" | "names" | "csv" | "coco" | "voc" | "masks";

export interface CatalogueOptions {
  /** How the pictures are laid out; found out ("auto") unless given. */
  readonly layout?: Layout | "auto";
  /** The catalogue's name; the folder's unless given. */
  readonly name?: string;
  /**
   * How pictures are parted where the data do not say it: the fractions for training, validation and test, or for training and test; by default 0.7, 0.15, 0.15.
   * Of every class each part gets its share. "none" leaves all for training. Parts that the data state are kept as they are.
   */
  readonly split?: readonly number[] | "none";
  /** Seed of the split, 0 unless given. */
  readonly seed?: number;
  /** What is wrong (a missing picture, a box that is none) is passed over and told in `problems` ("skip"), or is an error that names the first ("refuse"). "skip" unless given. */
  readonly onBad?: "skip" | "refuse";
  /**
   * Whether to open every picture and read its header, its stated size included: false unless given, as it takes some seconds for ten thousand pictures.
   * What is broken further on shows only when it is decoded.
   */
  readonly headers?: boolean;
  /** The names of the classes in the order of their labels, as a trained network has them, say. Those of masks begin with what 0 stands for. */
  readonly classes?: readonly string[];
  /** Folders: a class is the whole path of a folder ("path", the default) or its first step ("first"). */
  readonly classOf?: "path" | "first";
  /** CSV: the columns whose names do not tell. */
  readonly columns?: Columns;
  /** Lists: the folder that holds the pictures, where that is another than the list's (for a list in `annotations/`: the one above). */
  readonly pictures?: string;
  /** The most files and folders, and the most lines of a list: 2,000,000 unless given. */
  readonly maxFiles?: number;
}

export const catalogueOptions: readonly (keyof CatalogueOptions)[] = [
  "layout", "name", "split", "seed", "onBad", "headers", "classes", "classOf", "columns", "pictures", "maxFiles",
];
