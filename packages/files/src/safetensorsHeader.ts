import { FormatError } from "./array.ts";
import { dtypes } from "./dtype.ts";
import { received } from "./received.ts";

/** As the format's own readers: a header is at most this many bytes. */
const maxHeader = 100_000_000;

/** Where a tensor's numbers lie, in bytes from the first number of the file. */
export interface Entry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

export interface Header {
  /** In the order in which they lie in the file. */
  readonly entries: readonly Entry[];
  readonly metadata: { readonly [name: string]: string };
}

type Wrong = (what: string) => FormatError;

/** What to throw for a file that is not what it should be. */
export const wrongIn = (file: string): Wrong => (what) => new FormatError(`${file}: ${what} The file is damaged or not a safetensors file; fetch or write it again.`);

/** The bytes of the JSON header, from the first eight bytes of a file of `size` bytes. */
export function headerLength(first: Uint8Array, size: number, wrong: Wrong): number {
  if (first.byteLength < 8) throw wrong(`must begin with an 8-byte header length. Received ${size} bytes.`);
  const length = Number(new DataView(first.buffer, first.byteOffset, 8).getBigUint64(0, true));
  if (length > maxHeader || length > size - 8) throw wrong(`the header must lie within the file and ${maxHeader} bytes. Received a length of ${length} in ${size} bytes.`);
  return length;
}

/** Reads the JSON header of a file that has `size` bytes of numbers: they must be described whole, without gap or overlap. */
export function readHeader(bytes: Uint8Array, size: number, wrong: Wrong): Header {
  let json: unknown;
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    json = JSON.parse(text);
  } catch {
    throw wrong("the header must be JSON.");
  }
  if (!isRecord(json)) throw wrong("the header must be a JSON object.");
  // JSON.parse keeps the last of equal keys in silence; a second entry could hide the first.
  const twice = repeatedKey(text);
  if (twice !== undefined) throw wrong(`names must be used once. Received "${twice}" twice.`);
  let metadata: Header["metadata"] = {};
  const entries: Entry[] = [];
  for (const [name, value] of Object.entries(json)) {
    if (name === "__metadata__") {
      if (!isTexts(value)) throw wrong("__metadata__ must hold texts by name.");
      metadata = value;
    } else entries.push(entryOf(name, value, size, wrong));
  }
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let at = 0;
  for (const { name, begin, end } of entries) {
    if (begin !== at) throw wrong(`tensors must follow one another without gap or overlap. Received "${name}" at ${begin}, where ${at} was due.`);
    at = end;
  }
  if (at !== size) throw wrong(`the tensors must fill the file. Received ${size} bytes of numbers, ${at} of them described.`);
  return { entries, metadata };
}

function entryOf(name: string, value: unknown, size: number, wrong: Wrong): Entry {
  if (!isRecord(value)) throw wrong(`tensor "${name}" must be described by an object.`);
  const { dtype, shape, data_offsets: offsets } = value;
  const type = typeof dtype === "string" && Object.hasOwn(dtypes, dtype) ? dtypes[dtype] : undefined;
  if (typeof dtype !== "string" || !type) throw wrong(`tensor "${name}": dtype must be one of ${Object.keys(dtypes).join(", ")}. Received ${received(dtype)}.`);
  if (!isSizes(shape)) throw wrong(`tensor "${name}": shape must be a list of whole numbers ≥ 0. Received ${received(shape)}.`);
  if (!isSizes(offsets) || offsets.length !== 2) throw wrong(`tensor "${name}": data_offsets must be [begin, end]. Received ${received(offsets)}.`);
  const [begin = 0, end = 0] = offsets;
  if (begin > end || end > size) throw wrong(`tensor "${name}": data_offsets must lie within the ${size} bytes of numbers. Received [${begin}, ${end}].`);
  const count = shape.reduce((a, b) => a * b, 1);
  if (count * type.bytes !== end - begin) throw wrong(`tensor "${name}": ${shape.join("×") || "a scalar"} of ${dtype} takes ${count * type.bytes} bytes. Received ${end - begin}.`);
  return { name, dtype, shape, begin, end };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): value is Record<string, string> => isRecord(value) && Object.values(value).every((v) => typeof v === "string");
const isSizes = (value: unknown): value is number[] => Array.isArray(value) && value.length <= 16 && value.every((n) => Number.isSafeInteger(n) && n >= 0);

/** A key that stands twice in the outermost object of valid JSON text; none if all are different. One pass, so that a hostile header costs no more than its length. */
function repeatedKey(text: string): string | undefined {
  const seen = new Set<string>();
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const c = text[at];
    if (c === "{" || c === "[") depth++;
    else if (c === "}" || c === "]") depth--;
    else if (c === '"') {
      const end = endOfString(text, at);
      if (depth === 1 && isKey(text, end)) {
        const key = JSON.parse(text.slice(at, end + 1)) as string;
        if (seen.has(key)) return key;
        seen.add(key);
      }
      at = end;
    }
  }
  return undefined;
}

/** Whether a colon follows the string that ends here. */
function isKey(text: string, end: number): boolean {
  let at = end + 1;
  while (" \t\r\n".includes(text[at] ?? "x")) at++;
  return text[at] === ":";
}

/** The place of the quote that ends the string which begins at `from`. */
function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}
