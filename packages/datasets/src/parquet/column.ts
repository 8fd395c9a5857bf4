import { gunzip } from "@convscope/files/bytes";
import type { Chunk, Column } from "./footer.ts";
import { readHybrid } from "./levels.ts";
import { unpackSnappy } from "./snappy.ts";
import { numberIn, readThrift, recordIn, type ThriftRecord, type Wrong } from "./thrift.ts";

/** A value of a column; none where the row has none. */
export type Cell = Uint8Array | number | undefined;

const pageKinds = { data: 0, dictionary: 2, data2: 3 } as const;
const encodings = { plain: 0, plainDictionary: 2, rle: 3, dictionary: 8 } as const;
const codecs = ["no packing", "Snappy", "gzip", "LZO", "Brotli", "LZ4", "Zstandard", "LZ4"] as const;

/** By parquet's numbers, what the others are called. */
const encodingNames: Readonly<Record<number, string>> = { 3: "RLE", 4: "BIT_PACKED", 5: "DELTA_BINARY_PACKED", 6: "DELTA_LENGTH_BYTE_ARRAY", 7: "DELTA_BYTE_ARRAY", 9: "BYTE_STREAM_SPLIT" };

/** A page: its header, and its bytes as they lie in the file. */
interface Page {
  readonly header: ThriftRecord;
  readonly bytes: Uint8Array;
}

/**
 * The values of a column for the rows of a row group, from the column's bytes: a dictionary if there is one, and pages of values, plain or places
 * in the dictionary (parquet-format, parquet.thrift, PageHeader). Byte values are copies, so that none keeps a whole page in memory;
 * equal values from a dictionary are one. Every count and size is compared with the bytes that are there before memory is taken: a reader that
 * trusts them can be made to fill all memory by five bytes, which is why none is taken from elsewhere.
 */
export function readColumn(bytes: Uint8Array, column: Column, chunk: Chunk, rows: number, wrong: Wrong): Cell[] {
  if (column.type === "other") throw wrong("its values must be whole numbers or bytes. They are of another type.");
  if (column.repeated) throw wrong("each row must have one value. Rows are lists.");
  const cells: Cell[] = [];
  let dictionary: readonly Cell[] = [];
  for (let at = 0; at < bytes.length && cells.length < rows; ) {
    const { record: header, end } = readThrift(bytes, at, wrong);
    const length = sizeIn(header, 3, bytes.length - end, wrong);
    const page: Page = { header, bytes: bytes.subarray(end, end + length) };
    at = end + length;
    const kind = numberIn(header, 1);
    if (kind === pageKinds.dictionary) {
      const content = unpack(page.bytes, sizeIn(header, 2, 2 ** 31, wrong), chunk.codec, wrong);
      const about = recordIn(header, 7);
      dictionary = readPlain(content, column, about === undefined ? 0 : sizeIn(about, 1, content.length, wrong), wrong);
    } else if (kind === pageKinds.data || kind === pageKinds.data2) {
      for (const cell of readValues(page, kind === pageKinds.data2, column, chunk, rows - cells.length, dictionary, wrong)) cells.push(cell);
    }
  }
  if (cells.length !== rows) throw wrong(`it must hold ${rows} values. It holds ${cells.length}.`);
  return cells;
}

/** The values of one page of data, of the first or second version. */
function readValues({ header, bytes }: Page, second: boolean, column: Column, { codec }: Chunk, most: number, dictionary: readonly Cell[], wrong: Wrong): Cell[] {
  const about = recordIn(header, second ? 8 : 5);
  if (about === undefined) throw wrong("a page's header does not describe it.");
  const count = sizeIn(about, 1, most, wrong);
  const size = sizeIn(header, 2, 2 ** 31, wrong);
  let content: Uint8Array;
  let levels: Uint8Array;
  if (second) {
    // Levels stand before the values, and are not packed.
    const repetition = sizeIn(about, 6, bytes.length, wrong);
    const before = repetition + sizeIn(about, 5, bytes.length - repetition, wrong);
    if (size < before) throw wrong(`a page's size must be at least that of its levels, ${before} bytes. It is ${size}.`);
    levels = bytes.subarray(repetition, before);
    content = about.fields.get(7) === false ? bytes.subarray(before) : unpack(bytes.subarray(before), size - before, codec, wrong);
  } else {
    content = unpack(bytes, size, codec, wrong);
    levels = new Uint8Array();
    if (column.levels > 0) {
      if (numberIn(about, 3) !== encodings.rle) throw wrong("the levels of a page must be encoded as runs. They are not.");
      const length = content.length < 4 ? Infinity : new DataView(content.buffer, content.byteOffset, 4).getUint32(0, true);
      if (4 + length > content.length) throw wrong(`the levels of a page must lie within its ${content.length} bytes.`);
      levels = content.subarray(4, 4 + length);
      content = content.subarray(4 + length);
    }
  }
  const present = column.levels === 0 ? undefined : readHybrid(levels, 32 - Math.clz32(column.levels), count, wrong).map((level) => (level === column.levels ? 1 : 0));
  const values = decode(content, column, numberIn(about, second ? 4 : 2), present?.reduce((sum, one) => sum + one, 0) ?? count, dictionary, wrong);
  if (present === undefined) return values;
  let next = 0;
  return Array.from(present, (here) => (here === 1 ? values[next++] : undefined));
}

function decode(content: Uint8Array, column: Column, encoding: number | undefined, count: number, dictionary: readonly Cell[], wrong: Wrong): Cell[] {
  if (encoding === encodings.plain) return readPlain(content, column, count, wrong);
  if (encoding !== encodings.dictionary && encoding !== encodings.plainDictionary) throw wrong(`values must be plain or places in a dictionary. They are encoded as ${encodingNames[encoding ?? -1] ?? `number ${encoding ?? "unknown"}`}.`, "Write the file anew with pyarrow's own settings.");
  // A page of nothing but missing values may be empty.
  if (count === 0) return [];
  const places = readHybrid(content.subarray(1), content[0] ?? 0, count, wrong);
  return Array.from(places, (place) => {
    if (place >= dictionary.length) throw wrong(`places must lie in the dictionary of ${dictionary.length} values. Received ${place}.`);
    return dictionary[place];
  });
}

function readPlain(content: Uint8Array, { type }: Column, count: number, wrong: Wrong): Cell[] {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const short = (): Error => wrong(`a page must hold ${count} values. Its ${content.length} bytes are too few.`);
  const cells: Cell[] = [];
  if (type !== "bytes") {
    const each = type === "whole 32" ? 4 : 8;
    if (count * each > content.length) throw short();
    for (let i = 0; i < count; i++) cells.push(each === 4 ? view.getInt32(i * 4, true) : Number(view.getBigInt64(i * 8, true)));
    return cells;
  }
  let at = 0;
  for (let i = 0; i < count; i++) {
    const length = at + 4 > content.length ? Infinity : view.getUint32(at, true);
    at += 4;
    if (at + length > content.length) throw short();
    cells.push(content.slice(at, at + length));
    at += length;
  }
  return cells;
}

function unpack(bytes: Uint8Array, size: number, codec: number, wrong: Wrong): Uint8Array {
  if (codec === 0) {
    if (bytes.length !== size) throw wrong(`a page that is not packed must have the ${size} bytes that it says. It has ${bytes.length}.`);
    return bytes;
  }
  if (codec === 1) return unpackSnappy(bytes, size, wrong);
  if (codec !== 2) throw wrong(`columns must be packed with Snappy, gzip or not at all. They are packed with ${codecs[codec] ?? `parquet's codec ${codec}`}.`, 'Write the file anew: pyarrow.parquet.write_table(table, file, compression="snappy").');
  try {
    return gunzip(bytes, { maxBytes: size });
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}

function sizeIn(record: ThriftRecord, id: number, most: number, wrong: Wrong): number {
  const value = numberIn(record, id);
  if (value === undefined || !Number.isInteger(value) || value < 0 || value > most) throw wrong(`the sizes in a page's header must be whole numbers from 0 to ${most}. Received ${value ?? "none"}.`);
  return value;
}
