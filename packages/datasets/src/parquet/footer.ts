import { numberIn, readThrift, recordIn, recordsIn, textIn, textsIn, type ThriftRecord, type Wrong } from "./thrift.ts";

/** What a column's values are in the file. */
export type ColumnType = "whole 32" | "whole 64" | "bytes" | "other";

/** A column of plain values: of a table, or of a record in a table, such as `image.bytes`. */
export interface Column {
  readonly path: readonly string[];
  readonly type: ColumnType;
  /** How many of the names on its path may be missing; a value is there if all are. */
  readonly levels: number;
  /** Whether a row may have several values. */
  readonly repeated: boolean;
}

/** Where the values of a column lie, for some of the rows. */
export interface Chunk {
  /** Bytes from the file's first. */
  readonly start: number;
  readonly length: number;
  /** By parquet's number: 0 none, 1 Snappy, 2 gzip, …. */
  readonly codec: number;
}

/** So many rows of all columns. */
export interface RowGroup {
  readonly rows: number;
  /** By the column's path, joined with ".". */
  readonly chunks: ReadonlyMap<string, Chunk>;
}

export interface Footer {
  readonly columns: readonly Column[];
  readonly groups: readonly RowGroup[];
  /** Texts by name that programs leave there, such as "huggingface". */
  readonly texts: ReadonlyMap<string, string>;
}

/** More than ImageNet has; each takes memory, and a dictionary can give many rows few bytes. */
const mostRows = 2_000_000;
const mostFooter = 64_000_000;

/** By parquet's numbers: bool, 32 and 64 bits, 96 bits, float, double, bytes, bytes of a fixed length. */
const types: readonly ColumnType[] = ["other", "whole 32", "whole 64", "other", "other", "other", "bytes", "other"];

/** How long the footer is, from the last eight bytes of a file: its length, and PAR1. */
export function footerLength(last: Uint8Array, size: number, wrong: Wrong): number {
  const mark = new TextDecoder().decode(last.subarray(4));
  if (size < 12 || last.length < 8) throw wrong(`a parquet file has at least 12 bytes. It has ${size}.`);
  if (mark === "PARE") throw wrong("the file must be readable without a key. It is encrypted.");
  if (mark !== "PAR1") throw wrong("this is no whole parquet file: it must end in PAR1.");
  const length = new DataView(last.buffer, last.byteOffset, 4).getUint32(0, true);
  if (length > size - 12 || length > mostFooter) throw wrong(`the description at its end must lie within the file and ${mostFooter} bytes. It says that it has ${length}.`);
  return length;
}

/** Reads the description at the end of a parquet file (parquet-format, parquet.thrift, FileMetaData) of `size` bytes. */
export function readFooter(bytes: Uint8Array, size: number, wrong: Wrong): Footer {
  const { record } = readThrift(bytes, 0, wrong);
  const columns = columnsOf(recordsIn(record, 2), wrong);
  let rows = 0;
  const groups = recordsIn(record, 4).map((group): RowGroup => {
    const count = wholeIn(group, 3, mostRows, "the number of rows of a row group", wrong);
    rows += count;
    if (rows > mostRows) throw wrong(`it may have at most ${mostRows} rows. It has more.`);
    return { rows: count, chunks: new Map(recordsIn(group, 1).map((chunk) => chunkOf(chunk, size, wrong))) };
  });
  const texts = recordsIn(record, 5).map((pair) => [textIn(pair, 1) ?? "", textIn(pair, 2) ?? ""] as const);
  return { columns, groups, texts: new Map(texts) };
}

/** The table's columns from its schema: a tree written in depth-first order, each node with the number of its children. */
function columnsOf(schema: readonly ThriftRecord[], wrong: Wrong): readonly Column[] {
  const columns: Column[] = [];
  /** The nodes above the one at hand, and how many children of each are still to come. */
  const above: { readonly path: readonly string[]; readonly levels: number; readonly repeated: boolean; left: number }[] = [];
  for (const [i, node] of schema.entries()) {
    const children = numberIn(node, 5) ?? 0;
    const parent = above.at(-1);
    if (i > 0 && parent === undefined) throw wrong("its schema has columns that belong to no table.");
    if (parent !== undefined) parent.left--;
    // 0 required, 1 optional, 2 repeated; the first node is the table itself.
    const repetition = i === 0 ? 0 : (numberIn(node, 3) ?? 0);
    const here = {
      path: i === 0 ? [] : [...(parent?.path ?? []), textIn(node, 4) ?? ""],
      levels: (parent?.levels ?? 0) + (repetition === 0 ? 0 : 1),
      repeated: (parent?.repeated ?? false) || repetition === 2,
      left: children,
    };
    if (children < 0 || children > schema.length) throw wrong(`its schema says of a column that it has ${children} parts.`);
    if (children > 0) above.push(here);
    else if (i > 0) columns.push({ path: here.path, levels: here.levels, repeated: here.repeated, type: types[numberIn(node, 1) ?? -1] ?? "other" });
    if (above.length > 20) throw wrong("its schema may have at most 20 levels. It has more.");
    while (above.at(-1)?.left === 0) above.pop();
  }
  return columns;
}

function chunkOf(chunk: ThriftRecord, size: number, wrong: Wrong): readonly [path: string, chunk: Chunk] {
  const about = recordIn(chunk, 3);
  if (about === undefined) throw wrong("the places of its columns must lie in the file itself. They are elsewhere.");
  const [data, dictionary] = [wholeIn(about, 9, size, "the place of a column", wrong), numberIn(about, 11) ?? 0];
  // Some writers leave 0 where there is no dictionary.
  const start = dictionary > 0 && dictionary < data ? dictionary : data;
  const length = wholeIn(about, 7, size, "the length of a column", wrong);
  if (start + length > size) throw wrong(`a column must lie within the file's ${size} bytes. It goes to byte ${start + length}.`);
  return [textsIn(about, 3).join("."), { start, length, codec: numberIn(about, 4) ?? 0 }];
}

function wholeIn(record: ThriftRecord, id: number, most: number, what: string, wrong: Wrong): number {
  const value = numberIn(record, id);
  if (value === undefined || !Number.isInteger(value) || value < 0 || value > most) throw wrong(`${what} must be a whole number from 0 to ${most}. It is ${value ?? "missing"}.`);
  return value;
}
