import { checkOptions, formatBytes, md5 } from "@convscope/files/bytes";
import type { Catalogue, Item, Part, Problem } from "../catalogue/catalogue.ts";
import { partIn } from "../catalogue/part.ts";
import { DataError } from "../error.ts";
import { readColumn, type Cell } from "./column.ts";
import { featuresOf, type ColumnNames, type Features } from "./features.ts";
import { footerLength, readFooter, type Column, type Footer, type RowGroup } from "./footer.ts";
import type { Wrong } from "./thrift.ts";

/** A file of which parts can be read. */
export interface ByteSource {
  /** Its length in bytes. */
  readonly length: number;
  /** So many bytes from a place on. */
  read(at: number, length: number): Promise<Uint8Array>;
}

export interface ParquetOptions extends ColumnNames {
  /** The data set's name; "parquet" unless given. */
  readonly name?: string;
  readonly title?: string;
  readonly licence?: string;
  /** The classes' names; from the file unless given, else the texts of the column, else "0", "1", …. */
  readonly classes?: readonly string[];
  /** The most bytes of encoded pictures, which all stay in memory; 4 GB unless given. */
  readonly maxBytes?: number;
}

export const parquetOptionNames: readonly (keyof ParquetOptions)[] = ["name", "title", "licence", "classes", "maxBytes", "imageColumn", "labelColumn"];

/** 4 GB. */
const mostBytes = 4_000_000_000;

/** A picture with the label as it stands in the file. */
interface Row {
  readonly part: Part;
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly label: number | string;
}

/** What has been read so far. */
interface Found {
  readonly rows: Row[];
  readonly problems: Problem[];
  classes: readonly string[] | undefined;
  bytes: number;
}

/**
 * A catalogue of the pictures in parquet files as Hugging Face's `datasets` writes them: a column of encoded pictures and one of labels, read
 * one group of rows at a time. Pictures stay encoded, as bytes of the items. The part of a file is told by its name: `train-00000-of-00002.parquet`,
 * `test/0000.parquet`; a file alone that is named otherwise is for training. Rows without picture or label become problems.
 *
 * @throws DataError saying which file is wrong and how.
 */
export async function readParquet(files: Readonly<Record<string, Uint8Array | ByteSource>>, options: ParquetOptions = {}): Promise<Catalogue> {
  checkOptions("readParquet", options, parquetOptionNames);
  const { name = "parquet" } = options;
  const names = Object.keys(files).sort();
  const found: Found = { rows: [], problems: [], classes: options.classes, bytes: 0 };
  for (const file of names) {
    const part = partIn(file.slice(file.lastIndexOf("/") + 1)) ?? partIn(file) ?? (names.length === 1 ? "train" : undefined);
    if (part === undefined) throw new DataError(`${file}: where there are several parquet files, their names must tell the part: train, validation or test. Rename it, as train-00000-of-00002.parquet is named.`);
    const given = files[file] as Uint8Array | ByteSource;
    await readFile(file, part, given instanceof Uint8Array ? inMemory(given) : given, options, found);
  }
  if (!found.rows.some(({ part }) => part === "train")) throw new DataError(`${name}: there must be at least one picture for training. Of ${names.length} files none has one${found.problems.length === 0 ? "" : `; ${found.problems[0]?.file ?? ""} ${found.problems[0]?.problem ?? ""}`}. Name a file that begins with "train".`);
  return catalogueOf(found, options);
}

const inMemory = (bytes: Uint8Array): ByteSource => ({ length: bytes.length, read: (at, length) => Promise.resolve(bytes.subarray(at, at + length)) });

async function readFile(file: string, part: Part, source: ByteSource, options: ParquetOptions, found: Found): Promise<void> {
  const { maxBytes = mostBytes } = options;
  const wrong: Wrong = (what, wayOut = "Get the file anew.") => new DataError(`${file}: ${what} ${wayOut}`);
  const length = footerLength(await source.read(Math.max(0, source.length - 8), Math.min(8, source.length)), source.length, wrong);
  const footer = readFooter(await source.read(source.length - 8 - length, length), source.length - 8 - length, wrong);
  const features = featuresOf(footer, options, wrong);
  found.classes ??= features.classes;
  checkOverlap(footer, features, source.length, wrong);
  let row = 0;
  for (const group of footer.groups) {
    const labels = await cellsOf(features.label, group, source, wrong);
    const images = await cellsOf(features.image, group, source, wrong);
    for (const [i, bytes] of images.entries()) {
      const place = `${file}, row ${row++}`;
      const label = labelOf(labels[i]);
      if (!(bytes instanceof Uint8Array) || bytes.length === 0) found.problems.push({ file: place, problem: "has no picture" });
      else if (label === undefined) found.problems.push({ file: place, problem: "has no label" });
      else {
        found.bytes += bytes.length;
        if (found.bytes > maxBytes) throw new DataError(`${file}: the encoded pictures stay in memory, at most ${formatBytes(maxBytes)}. With row ${row - 1} they are more. Give a larger maxBytes, or write the pictures into a folder.`);
        found.rows.push({ part, file: place, bytes, label });
      }
    }
  }
}

/** Columns that lie on each other would make a small file read as much. */
function checkOverlap({ groups }: Footer, features: Features, length: number, wrong: Wrong): void {
  let together = 0;
  for (const group of groups) for (const { path } of [features.image, features.label]) together += group.chunks.get(path.join("."))?.length ?? 0;
  if (together > length) throw wrong(`its columns must lie one after another within its ${length} bytes. They have ${together} together.`);
}

async function cellsOf(column: Column, group: RowGroup, source: ByteSource, wrong: Wrong): Promise<readonly Cell[]> {
  const path = column.path.join(".");
  const chunk = group.chunks.get(path);
  if (chunk === undefined) throw wrong(`column "${path}" is missing in a row group.`);
  return readColumn(await source.read(chunk.start, chunk.length), column, chunk, group.rows, (what, wayOut) => wrong(`column "${path}": ${what}`, wayOut));
}

/** A label as it stands; −1 says that there is none, as in the test parts of competitions. */
function labelOf(cell: Cell): number | string | undefined {
  if (cell instanceof Uint8Array) return new TextDecoder().decode(cell);
  return cell === -1 ? undefined : cell;
}

function catalogueOf({ rows, problems, classes }: Found, options: ParquetOptions): Catalogue {
  const { name = "parquet", title = name, licence = "none stated" } = options;
  const named = classes ?? namesOf(rows, name);
  const places = new Map(named.map((one, i) => [one, i]));
  const parts: Record<Part, Item[]> = { train: [], validation: [], test: [] };
  for (const { part, file, bytes, label } of rows) {
    const place = typeof label === "string" ? places.get(label) : label;
    if (place === undefined || !Number.isInteger(place) || place < 0 || place >= named.length) {
      throw new DataError(`${file}: the label must be one of ${named.length} classes. It is ${JSON.stringify(label)}. Correct the option classes, or the file.`);
    }
    parts[part].push({ file, bytes, label: place });
  }
  const said = JSON.stringify([named, ...rows.map(({ part, file, bytes, label }) => [part, file, bytes.length, label])]);
  return {
    name, title, licence, problems,
    layout: "parquet",
    classes: named,
    folder: "",
    parts: { train: parts.train, ...(parts.validation.length === 0 ? {} : { validation: parts.validation }), ...(parts.test.length === 0 ? {} : { test: parts.test }) },
    source: name,
    checksum: `md5:${md5(new TextEncoder().encode(said))}`,
  };
}

/** The texts of the labels in order, or as many numbers as there are classes at least. */
function namesOf(rows: readonly Row[], name: string): readonly string[] {
  const texts = new Set<string>();
  let most = -1;
  for (const { label } of rows) {
    if (typeof label === "string") texts.add(label);
    else most = Math.max(most, label);
  }
  if (texts.size > 0 && most >= 0) throw new DataError(`${name}: labels must be whole numbers in all files, or texts in all. They differ. Write the files anew.`);
  if (most >= 100_000) throw new DataError(`${name}: labels must be whole numbers from 0 to 99999. Received ${most}. Name another column by the option labelColumn.`);
  return texts.size > 0 ? [...texts].sort() : Array.from({ length: most + 1 }, (_, i) => String(i));
}
