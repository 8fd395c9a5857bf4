import type { ImageDataset } from "../dataset.ts";

/** One of the files that a data set consists of, as it is once unpacked. */
export interface DataFile {
  /** Its usual name, without `.gz`. */
  readonly name: string;
  /** Other names that programs give it. */
  readonly aliases?: readonly string[];
  /** Bytes of the content. */
  readonly bytes: number;
  /** MD5 of the content, where it has been published. Copies are packed by different programs; what they hold is the same. */
  readonly md5?: string;
}

/** What the web serves: one file packed by itself, or an archive of several. */
export interface Package {
  /** Its name on the mirrors. */
  readonly name: string;
  readonly form: "gzip" | "tar" | "zip";
  /** Bytes to download. */
  readonly bytes: number;
  /** MD5 of the packed file, where the content's is not known; compared at the download. */
  readonly md5?: string;
  /** SHA-256 of the packed file; compared at the download. */
  readonly sha256?: string;
  readonly files: readonly DataFile[];
  /** The folder within an archive that holds the files. */
  readonly inside?: string;
}

/** The uncompressed content of one file; `name` and `wayOut` are for messages. */
export interface Content {
  readonly bytes: Uint8Array;
  readonly name?: string;
  readonly wayOut?: string;
}

/** Makes a data set out of its files' contents. */
export interface Assembly {
  /** Checks a file and takes what it needs. The bytes are its own from here on. Each file comes once, in any order. */
  add(file: DataFile, content: Content): void;
  /** The samples, once every file has been added. */
  splits(): Pick<ImageDataset, "train" | "test">;
}

/** A data set that others have published, in files of a fixed size. */
export interface PublishedSet extends Omit<ImageDataset, "train" | "test" | "checksum"> {
  /** Training samples. */
  readonly train: number;
  /** Test samples. */
  readonly test: number;
  /** What stands at the end of the checksum, where the same files give different data. */
  readonly variant?: string;
  /** The folder where its files lie, in the cache and elsewhere, if not `name`: several sets may come in one archive. */
  readonly folder?: string;
  readonly packages: readonly Package[];
  /** Folders on the web that hold the packages. */
  readonly mirrors: readonly string[];
  /** Folders where the system may have put it. */
  readonly systemFolders: readonly string[];
  assembly(): Assembly;
}

/** All files, in the order in which the checksum names them. */
export function filesOf({ packages }: Pick<PublishedSet, "packages">): readonly DataFile[] {
  return packages.flatMap(({ files }) => files);
}

/** Bytes to fetch for the whole set. */
export function downloadBytes({ packages }: Pick<PublishedSet, "packages">): number {
  return packages.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** The whole set from its samples, and the MD5 of each file's content in the order of `filesOf`. */
export function datasetOf(set: PublishedSet, assembly: Assembly, digests: readonly string[]): ImageDataset {
  const { name, title, classes, inputShape, licence, source, variant } = set;
  const checksum = `md5:${digests.join("+")}${variant === undefined ? "" : `:${variant}`}`;
  return { name, title, classes, inputShape, ...assembly.splits(), licence, source, checksum };
}
