import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { resolve } from "node:path";
import { pipeline } from "node:stream";
import { parse } from "csv-parse";
import { DataError } from "../error.ts";
import type { Listing } from "./listing.ts";

/** One line of a table: its fields, and its number from 1, where no field before it has lines of its own. */
export interface Row {
  readonly fields: readonly string[];
  readonly line: number;
}

/** No path and no class has more characters: a quote that is never closed would else swallow the file. */
const longestRow = 100_000;

/** The rows of a table in a text file: comma, semicolon, tab or (`.txt`) blank between fields, quotes as in RFC 4180. Read piece by piece. */
export async function* rowsOf(listing: Listing, file: string, maxRows: number): AsyncGenerator<Row, void, undefined> {
  const path = resolve(listing.folder, file);
  const delimiter = await delimiterOf(path, file);
  const parser = parse({ delimiter, bom: true, relax_column_count: true, trim: true, max_record_size: longestRow });
  pipeline(createReadStream(path), parser, () => {});
  let line = 0;
  try {
    for await (const fields of parser as AsyncIterable<readonly string[]>) {
      if (++line > maxRows) throw new DataError(`${path}: has more than ${maxRows.toLocaleString("en-GB")} lines (maxFiles). Part it, or allow more.`);
      if (fields.length > 1 || fields[0] !== "") yield { fields, line };
    }
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(`${path}: cannot be read as a table (${(error instanceof Error ? error.message : String(error)).slice(0, 200)}). Fields are parted by commas, semicolons or tabs; one that holds such a sign, or a quote, stands in "…" with its quotes doubled.`, { cause: error });
  }
}

/** What parts the fields: the sign that is most often in the first line, a tab in `.tsv`. */
async function delimiterOf(path: string, file: string): Promise<string> {
  if (/\.tsv$/i.test(file)) return "\t";
  const [line = ""] = (await startOf(path)).split(/[\r\n]/);
  const signs = [",", "\t", ";", ...(/\.txt$/i.test(file) ? [" "] : [])];
  const counts = signs.map((sign) => ({ sign, count: line.split(sign).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).sign;
}

async function startOf(path: string): Promise<string> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(new Uint8Array(4096), 0, 4096, 0);
      return new TextDecoder().decode(buffer.subarray(0, bytesRead));
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new DataError(`${path}: cannot be read (${error instanceof Error ? error.message : String(error)}).`, { cause: error });
  }
}
