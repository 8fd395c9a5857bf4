/** A record of Thrift's compact protocol: values by field number. */
export interface ThriftRecord {
  readonly fields: ReadonlyMap<number, ThriftValue>;
}

export type ThriftValue = number | boolean | Uint8Array | readonly ThriftValue[] | ThriftRecord;

/** Makes the error for a file that is not what it should be, from a sentence and what to do; get the file anew unless given. */
export type Wrong = (what: string, wayOut?: string) => Error;

/** What parquet's records are made of is far below: a value takes memory, and a record within a record a call. */
const mostValues = 2_000_000;
const mostLevels = 12;

interface Reader {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly wrong: Wrong;
  at: number;
  values: number;
}

/**
 * Reads one record of Thrift's compact protocol, in which parquet writes all that it says about its data
 * (thrift/doc/specs/thrift-compact-protocol.md). Whole numbers beyond 2⁵³ are rounded, and so too large for anything.
 *
 * @returns the record, and where the bytes after it begin.
 */
export function readThrift(bytes: Uint8Array, at: number, wrong: Wrong): { readonly record: ThriftRecord; readonly end: number } {
  const reader: Reader = { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), wrong, at, values: 0 };
  const record = readRecord(reader, 0);
  return { record, end: reader.at };
}

function readRecord(reader: Reader, level: number): ThriftRecord {
  const fields = new Map<number, ThriftValue>();
  let id = 0;
  for (;;) {
    const head = byte(reader);
    const type = head & 15;
    if (type === 0) return { fields };
    id = head >>> 4 === 0 ? zigzag(reader) : id + (head >>> 4);
    fields.set(id, type === 1 || type === 2 ? counted(reader, type === 1) : readValue(reader, type, level + 1));
  }
}

function readValue(reader: Reader, type: number, level: number): ThriftValue {
  if (level > mostLevels) throw reader.wrong(`a description may have at most ${mostLevels} levels. It has more.`);
  counted(reader, 0);
  switch (type) {
    // A bool in a list is a byte.
    case 1: case 2: return byte(reader) === 1;
    case 3: return (byte(reader) << 24) >> 24;
    case 4: case 5: case 6: return zigzag(reader);
    case 7: {
      const from = skip(reader, 8);
      return reader.view.getFloat64(from, true);
    }
    case 8: {
      const length = varint(reader);
      const from = skip(reader, length);
      return reader.bytes.subarray(from, from + length);
    }
    case 9: case 10: {
      const head = byte(reader);
      const size = head >>> 4 === 15 ? varint(reader) : head >>> 4;
      if (size > reader.bytes.length - reader.at) throw reader.wrong(`a list of ${size} values cannot lie in the ${reader.bytes.length - reader.at} bytes that are left.`);
      const list: ThriftValue[] = [];
      for (let i = 0; i < size; i++) list.push(readValue(reader, head & 15, level + 1));
      return list;
    }
    case 12: return readRecord(reader, level);
    default: throw reader.wrong(`values of type ${type} do not occur in parquet.`);
  }
}

function counted<T>(reader: Reader, value: T): T {
  if (++reader.values > mostValues) throw reader.wrong(`a description may have at most ${mostValues} values. It has more.`);
  return value;
}

function skip(reader: Reader, length: number): number {
  const from = reader.at;
  if (from + length > reader.bytes.length) throw reader.wrong(`a description goes on beyond its ${reader.bytes.length} bytes.`);
  reader.at += length;
  return from;
}

function byte(reader: Reader): number {
  return reader.bytes[skip(reader, 1)] as number;
}

/** Seven bits a byte, the lowest first, at most ten bytes. */
function varint(reader: Reader): number {
  let value = 0;
  for (let i = 0; i < 10; i++) {
    const next = byte(reader);
    value += (next & 127) * 2 ** (7 * i);
    if (next < 128) return value;
  }
  throw reader.wrong("a whole number may take at most ten bytes. One takes more.");
}

/** 0, −1, 1, −2, … in the order of their codes. */
function zigzag(reader: Reader): number {
  const code = varint(reader);
  return code % 2 === 0 ? code / 2 : -(code + 1) / 2;
}

/** The whole number, or whatever number, in a field; none if there is none. */
export function numberIn({ fields }: ThriftRecord, id: number): number | undefined {
  const value = fields.get(id);
  return typeof value === "number" ? value : undefined;
}

/** The text in a field. */
export function textIn({ fields }: ThriftRecord, id: number): string | undefined {
  const value = fields.get(id);
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : undefined;
}

/** The record in a field. */
export function recordIn({ fields }: ThriftRecord, id: number): ThriftRecord | undefined {
  const value = fields.get(id);
  return isRecord(value) ? value : undefined;
}

/** The records of the list in a field; none if there is no such list. */
export function recordsIn({ fields }: ThriftRecord, id: number): readonly ThriftRecord[] {
  const value = fields.get(id);
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** The texts of the list in a field. */
export function textsIn({ fields }: ThriftRecord, id: number): readonly string[] {
  const value = fields.get(id);
  return Array.isArray(value) ? value.filter((one) => one instanceof Uint8Array).map((one) => new TextDecoder().decode(one)) : [];
}

const isRecord = (value: unknown): value is ThriftRecord => typeof value === "object" && value !== null && "fields" in value;
