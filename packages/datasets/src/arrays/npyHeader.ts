import type { DataError } from "../error.ts";

/** What the header of an npy file says. */
export interface NpyHeader {
  /** NumPy's name of the type: byte order, kind and bytes, such as `<f4`. */
  readonly descr: string;
  /** The first index moves fastest, as in Fortran. */
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Where the numbers begin, in bytes. */
  readonly start: number;
}

/** NumPy itself writes less than 200 bytes for an array of plain numbers. */
const longestHeader = 10_000;
/** NumPy's own limit. */
const mostDimensions = 32;

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59] as const;

/** Whether these bytes begin as an npy file does: 93, then NUMPY. */
export function isNpy(bytes: Uint8Array): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

/**
 * Reads the header of an npy file: the magic bytes, the version, the header's length in two bytes (version 1) or four, little-endian, and
 * the header itself, a Python dictionary written out (NumPy Enhancement Proposal 1). Only what NumPy writes there is understood: nothing is evaluated.
 *
 * @throws DataError saying what is wrong.
 */
export function readNpyHeader(bytes: Uint8Array, refuse: (rule: string) => DataError): NpyHeader {
  if (!isNpy(bytes)) throw refuse("this is no npy file: it must begin with 93 and NUMPY");
  if (bytes.length < 12) throw refuse(`the file is truncated: it has ${bytes.length} bytes, and the header alone has more`);
  const version = bytes[6] as number;
  if (version < 1 || version > 3) throw refuse(`the version of the format must be 1, 2 or 3. It is ${version}.${bytes[7] as number}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const from = version === 1 ? 10 : 12;
  if (length > longestHeader) throw refuse(`the header may have at most ${longestHeader} bytes. It says that it has ${length}`);
  if (from + length > bytes.length) throw refuse(`the file is truncated: it has ${bytes.length} bytes, and the header alone has ${from + length}`);
  const text = new TextDecoder().decode(bytes.subarray(from, from + length));
  return { ...readDictionary(text, refuse), start: from + length };
}

type Field = "descr" | "fortran_order" | "shape";

/** What may stand there for each key: no two ways to read a text, and none that takes long. */
const patterns: { readonly [Key in Field]: RegExp } = {
  descr: /'([^'\\]{1,20})'|"([^"\\]{1,20})"/y,
  fortran_order: /(True|False)/y,
  shape: /\(((?: {0,3}\d{1,16}L? {0,3},)*(?: {0,3}\d{1,16}L? {0,3})?)\)/y,
};

function readDictionary(text: string, refuse: (rule: string) => DataError): Omit<NpyHeader, "start"> {
  const shown = text.trim().slice(0, 120);
  const wrong = (): DataError => refuse(`the header must be {'descr': …, 'fortran_order': …, 'shape': (…)}. It is ${shown}`);
  const found = new Map<Field, string>();
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(text) ?? undefined;
    if (match !== undefined) at = pattern.lastIndex;
    return match;
  };
  if (take(/ *\{/y) === undefined) throw wrong();
  while (take(/ *\} *\n?$/y) === undefined) {
    const key = take(/ *['"](descr|fortran_order|shape)['"] *: */y)?.[1] as Field | undefined;
    if (key === undefined || found.has(key)) throw wrong();
    if (key === "descr" && text[at] === "[") throw refuse("arrays of records cannot be read: every value must be one number. Save each field as an array of its own");
    const value = take(patterns[key]);
    if (value === undefined) throw wrong();
    found.set(key, value[1] ?? value[2] ?? "");
    if (take(/ *, */y) === undefined && !/^ *\}/.test(text.slice(at))) throw wrong();
  }
  const [descr, order, sizes] = [found.get("descr"), found.get("fortran_order"), found.get("shape")];
  if (descr === undefined || order === undefined || sizes === undefined) throw wrong();
  const shape = sizes.split(",").map((size) => size.trim()).filter((size) => size !== "").map((size) => Number.parseInt(size, 10));
  if (shape.length > mostDimensions) throw refuse(`the array may have at most ${mostDimensions} dimensions. It has ${shape.length}`);
  return { descr, fortranOrder: order === "True", shape };
}
