import { resolve } from "node:path";
import { didYouMean } from "@convscope/core";
import { CommandError } from "../failure.ts";
import { readBytes } from "../file.ts";

/** A table of one's own: names of columns, and rows of cells. */
export interface TableFile {
  /** As the person named it, for messages. */
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** More than a figure can show. */
const mostBytes = 256 * 2 ** 20;

/** What a file holds: JSON, or a table. */
export function readOwn(file: string, cwd: string): { readonly json: unknown } | { readonly table: TableFile } {
  const text = new TextDecoder().decode(readBytes(resolve(cwd, file), mostBytes)).replace(/^\ufeff/, "");
  if (/\.jsonl$/i.test(file)) return { table: ofRecords(file, text.split("\n").filter((line) => line.trim() !== "").map((line) => parsed(file, line))) };
  if (!/\.json$/i.test(file)) return { table: tableOf(file, text) };
  const json = parsed(file, text);
  return Array.isArray(json) && json.every(isRecord) ? { table: ofRecords(file, json) } : { json };
}

/** A table in a file of CSV, of JSON records, or of JSON lists by name. */
export function readTable(file: string, cwd: string): TableFile {
  const own = readOwn(file, cwd);
  if ("table" in own) return own.table;
  const lists = isRecord(own.json) ? Object.entries(own.json).filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1])) : [];
  if (lists.length === 0) throw new CommandError(`${file}: must hold a table: CSV with names in its first line, JSON records, or JSON lists by name.`);
  const length = Math.max(...lists.map(([, list]) => list.length));
  return { file, columns: lists.map(([name]) => name), rows: Array.from({ length }, (_, i) => lists.map(([, list]) => cellOf(list[i]))) };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value);

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError(`${file}: must be JSON. It is damaged, or another kind of file.`);
  }
}

const cellOf = (value: unknown): string => (value === null || value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value));

function ofRecords(file: string, records: readonly unknown[]): TableFile {
  const columns = [...new Set(records.flatMap((record) => (isRecord(record) ? Object.keys(record) : [])))];
  return { file, columns, rows: records.map((record) => columns.map((name) => (isRecord(record) ? cellOf(record[name]) : ""))) };
}

/** CSV as RFC 4180 has it, with commas, semicolons or tabs: whichever the first line has most of. */
function tableOf(file: string, text: string): TableFile {
  const first = text.slice(0, text.indexOf("\n") < 0 ? undefined : text.indexOf("\n"));
  const [separator = ","] = [",", ";", "\t"].sort((a, b) => first.split(b).length - first.split(a).length);
  const rows: string[][] = [];
  let row: string[] = [];
  const field = new RegExp(`(?:"((?:[^"]|"")*)"|((?!")[^${separator}\\r\\n]*))(${separator}|\\r?\\n|$)`, "gy");
  for (;;) {
    const match = field.exec(text);
    if (match === null) throw new CommandError(`${file}: line ${rows.length + 1} must be fields with "${separator === "\t" ? "tab" : separator}" between them. Received something behind a closing quotation mark, or one that is not closed.`);
    row.push(match[1]?.replaceAll('""', '"') ?? (match[2] ?? "").trim());
    if (match[3] === separator) continue;
    if (row.some((cell) => cell !== "")) rows.push(row);
    row = [];
    if (match[3] === "") break;
  }
  const [columns = [], ...cells] = rows;
  if (cells.length === 0) throw new CommandError(`${file}: must hold a line of names and at least one of values. Received ${rows.length} line${rows.length === 1 ? "" : "s"}.`);
  return { file, columns, rows: cells };
}

/** Names without capitals and signs: `Val_Loss` → `valloss`. */
const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z\d]/g, "");

/** The place of the first of these columns, named in any spelling. */
export const placeOf = ({ columns }: TableFile, names: readonly string[]): number => names.map((name) => columns.findIndex((column) => plainName(column) === name)).find((place) => place >= 0) ?? -1;

/** The place of a column by its name. */
export function columnOf(table: TableFile, name: string): number {
  const place = table.columns.indexOf(name);
  if (place >= 0) return place;
  const near = placeOf(table, [plainName(name)]);
  if (near >= 0) return near;
  throw new CommandError(`${table.file}: there is no column "${name}".${didYouMean(name, table.columns)} Columns: ${table.columns.join(", ")}.`);
}

/** The numbers of a column; what is none is NaN. */
export const numbersOf = ({ rows }: TableFile, place: number): readonly number[] => rows.map((row) => ((row[place] ?? "") === "" ? NaN : Number(row[place])));
