import type { Package } from "../published/published.ts";

/** One file of a data set. */
export interface IdxFile {
  /** Its usual name, without `.gz`. */
  readonly name: string;
  /** MD5 of the uncompressed content, where it has been published. */
  readonly md5?: string;
  /** Bytes of the packed file that the mirrors serve; none where one archive holds all files. */
  readonly download?: number;
  /** SHA-256 of the packed file, where only that has been published. It is compared at the download. */
  readonly packed?: string;
}

/** The images and labels of one split. */
export interface IdxPair {
  readonly count: number;
  readonly images: IdxFile;
  readonly labels: IdxFile;
}

/** A data set in four IDX files, as a row of a table. Yours may be one too: see `loadIdx`. */
export interface IdxSpec {
  readonly name: string;
  readonly title: string;
  readonly classes: readonly string[];
  /** `[height, width, channels]`; IDX files have one channel. */
  readonly inputShape: readonly [height: number, width: number, channels: 1];
  readonly train: IdxPair;
  readonly test: IdxPair;
  readonly licence: string;
  /** Where the set is described. */
  readonly source: string;
  /** Folders on the web that hold the four files as `<name>.gz`, or the archive. */
  readonly mirrors: readonly string[];
  /** Folders where the system may have put it. */
  readonly systemFolders: readonly string[];
  /** The label of the first class; 0 unless given. */
  readonly firstLabel?: number;
  /** Whether rows and columns of each image, a square, have changed places in the files. They are put right. */
  readonly transposed?: boolean;
  /** The zip archive that holds the four files, if they are not served by themselves. */
  readonly archive?: Pick<Package, "name" | "bytes" | "md5" | "sha256" | "inside">;
  /** Its folder, if the archive holds other sets too; `name` unless given. */
  readonly folder?: string;
}
