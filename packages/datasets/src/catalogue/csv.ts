import { resolve } from "node:path";
import { DataError } from "../error.ts";
import type { Box, Size } from "./box.ts";
import type { Part, Problem } from "./catalogue.ts";
import type { Draft, Entry, Thing } from "./entry.ts";
import { finder, partOfPath } from "./listed.ts";
import type { Listing } from "./listing.ts";
import type { CatalogueOptions, Column, Columns } from "./options.ts";
import { partIn, partOf } from "./part.ts";
import { baseName, folderOf, isPicture } from "./picture.ts";
import { rowsOf, type Row } from "./table.ts";

/** Where a table's columns are. */
interface Places {
  readonly path: number;
  readonly label: number;
  readonly part: number | undefined;
  readonly box: readonly number[] | undefined;
  readonly size: readonly number[] | undefined;
  /** Whether the first row holds names. */
  readonly header: boolean;
}

/** Names of columns, without capitals and signs. */
const names = {
  path: ["path", "file", "filename", "filepath", "image", "imagepath", "imagefile", "imagename", "imageid", "img", "id", "picture", "photo"],
  label: ["label", "class", "classname", "category", "species", "breed", "target", "labels", "labelname", "name"],
  part: ["split", "part", "subset", "set", "partition"],
  box: ["xmin", "ymin", "xmax", "ymax"],
  size: ["width", "height"],
} as const;

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, "");

/**
 * Tables of paths and labels: CSV or TSV, one picture a row; with columns xmin, ymin, xmax and ymax one thing a row. Parts are told by a column, by the
 * table's own name (`train.csv`), or by the pictures' folders. Boxes count from the picture's upper left corner, 0, to its edges.
 */
export async function readCsv(listing: Listing, files: readonly string[], options: CatalogueOptions, maxRows: number): Promise<Draft> {
  const entries = new Map<string, Entry & { readonly things?: Thing[] }>();
  const problems: Problem[] = [];
  const take = (entry: ReturnType<typeof entryOf>, line: string): void => {
    if (typeof entry === "string") {
      problems.push({ file: line, problem: entry });
      return;
    }
    const before = entries.get(entry.file);
    if (before === undefined) entries.set(entry.file, entry);
    else if (before.things !== undefined && entry.things !== undefined) before.things.push(...entry.things);
    else problems.push({ file: line, problem: `${entry.file} was listed before${before.class === entry.class ? "" : ` as ${(before.class ?? "").slice(0, 60)}`}; the first time counts` });
  };
  for (const file of files) {
    const rows = rowsOf(listing, file, maxRows);
    try {
      const start = await firstOf(rows);
      const places = placesOf(resolve(listing.folder, file), start[0]?.fields ?? [], options.columns ?? {});
      const own = partIn(baseName(file));
      if (places.header) start.shift();
      const find = finder(listing, start.map(({ fields }) => fields[places.path] ?? ""), folderOf(file), own);
      for (const row of start) take(entryOf(row, places, find, own), `${file}, line ${row.line}`);
      for await (const row of rows) take(entryOf(row, places, find, own), `${file}, line ${row.line}`);
    } finally {
      await rows.return();
    }
  }
  return { entries: [...entries.values()], problems, notes: [] };
}

/** The first rows, which tell columns and folder; the others are left to be read. */
async function firstOf(rows: AsyncGenerator<Row, void, undefined>): Promise<Row[]> {
  const first: Row[] = [];
  while (first.length < 65) {
    const { value, done } = await rows.next();
    if (done === true) break;
    first.push(value);
  }
  return first;
}

function entryOf({ fields }: Row, places: Places, find: ReturnType<typeof finder>, own: Part | undefined): (Entry & { readonly things?: Thing[] }) | string {
  const [path = "", label = ""] = [fields[places.path], fields[places.label]];
  if (path === "" || label === "") return `a line must have a path and a label. Received ${JSON.stringify(fields.join(", ").slice(0, 200))}`;
  const found = find(path);
  if ("wrong" in found) return found.wrong;
  const stated = places.part === undefined ? undefined : (fields[places.part] ?? "");
  const part = stated === undefined ? (own ?? partOfPath(found.file)) : partOf(stated);
  if (stated !== undefined && part === undefined) return `a part must be train, validation or test. Received ${JSON.stringify(stated.slice(0, 200))}`;
  const size = sizeOf(fields, places.size);
  const box = places.box?.map((place) => numberOf(fields[place]));
  if (box === undefined) return { file: found.file, part, class: label, size };
  return { file: found.file, part, size, things: [{ class: label, box: box as [number, number, number, number] satisfies Box }] };
}

/** An empty field is no number. */
const numberOf = (field: string | undefined): number => (field === undefined || field === "" ? NaN : Number(field));

function sizeOf(fields: readonly string[], places: readonly number[] | undefined): Size | undefined {
  const [width = NaN, height = NaN] = (places ?? []).map((place) => numberOf(fields[place]));
  return width > 0 && height > 0 ? { width, height } : undefined;
}

/** Finds the columns by the names in the first row; without names the first column holds paths and the second labels. */
function placesOf(where: string, first: readonly string[], columns: Columns): Places {
  const header = !first.some(isPicture);
  const known = first.map(plain);
  const byName = (wanted: readonly string[]): number | undefined => {
    if (!header) return undefined;
    const name = wanted.find((candidate) => known.includes(candidate));
    return name === undefined ? undefined : known.indexOf(name);
  };
  const given = (column: Column | undefined): number | undefined => {
    if (column === undefined) return undefined;
    const place = typeof column === "number" ? column : first.indexOf(column);
    if (Number.isInteger(place) && place >= 0 && place < first.length && (header || typeof column === "number")) return place;
    throw new DataError(`${where}: there is no column ${JSON.stringify(column)}. The first line has ${first.length} fields: ${listed(first)}.`);
  };
  const path = given(columns.path) ?? byName(names.path) ?? (header ? undefined : 0);
  const label = given(columns.label) ?? byName(names.label) ?? (header ? undefined : 1);
  if (path === undefined || label === undefined || path === label || label >= first.length) {
    throw new DataError(`${where}: a list needs a column of paths and one of labels. The first line has ${first.length} fields: ${listed(first)}. Call them "path" and "label" there, or name them: columns: { path: "…", label: "…" }.`);
  }
  const all = (wanted: readonly string[]): readonly number[] | undefined => {
    const found = wanted.map((name) => byName([name]));
    return found.every((place) => place !== undefined) ? found : undefined;
  };
  return {
    path,
    label,
    part: given(columns.part) ?? byName(names.part),
    box: columns.box?.map((column) => given(column) as number) ?? all(names.box),
    size: all(names.size),
    header,
  };
}

const listed = (fields: readonly string[]): string => fields.slice(0, 20).map((field) => field.slice(0, 60)).join(", ") || "none";

/** Whether a table names pictures of the folder, and labels: its first lines tell. */
export async function looksLikeList(listing: Listing, file: string): Promise<boolean> {
  const rows = rowsOf(listing, file, Infinity);
  try {
    const start = await firstOf(rows);
    const { path, header } = placesOf(file, start[0]?.fields ?? [], {});
    const paths = start.slice(header ? 1 : 0).map(({ fields }) => fields[path] ?? "");
    const find = finder(listing, paths, folderOf(file), partIn(baseName(file)));
    return paths.some((name) => "file" in find(name));
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return false;
  } finally {
    await rows.return();
  }
}
