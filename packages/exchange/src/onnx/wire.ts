/** A piece of a file: bytes, or how many there will be and what makes them when they are written. */
export type Part = Uint8Array | Later;

/** Bytes that are made only while the file is written, so that large weights are not held twice. */
export interface Later {
  readonly length: number;
  bytes(): Uint8Array;
}

/** Protocol buffers' ways to write a field: protobuf.dev/programming-guides/encoding. */
const wireTypes = { varint: 0, bytes: 2, fixed32: 5 } as const;

const text = new TextEncoder();

/** A whole number in groups of seven bits, the lowest first; a negative one as 64 bits of two's complement. */
function varint(n: number | bigint): number[] {
  let rest = BigInt.asUintN(64, BigInt(n));
  const bytes: number[] = [];
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  return [...bytes, Number(rest)];
}

const tag = (field: number, wire: keyof typeof wireTypes): number[] => varint(field * 8 + wireTypes[wire]);

/** A whole number. */
export const whole = (field: number, n: number): Part[] => [Uint8Array.from([...tag(field, "varint"), ...varint(n)])];

/** Whole numbers one after the other, without a tag for each. */
export const wholes = (field: number, list: readonly number[]): Part[] => bytes(field, [Uint8Array.from(list.flatMap(varint))]);

/** A number of 32 bits. */
export function float(field: number, x: number): Part[] {
  const value = new Uint8Array(4);
  new DataView(value.buffer).setFloat32(0, x, true);
  return [Uint8Array.from(tag(field, "fixed32")), value];
}

/** Text in UTF-8. */
export const string = (field: number, words: string): Part[] => bytes(field, [text.encode(words)]);

/** Bytes, or the parts of a message within the message, behind their length. */
export const bytes = (field: number, parts: readonly Part[]): Part[] => [Uint8Array.from([...tag(field, "bytes"), ...varint(lengthOf(parts))]), ...parts];

/** How many bytes parts have together. */
export const lengthOf = (parts: readonly Part[]): number => parts.reduce((sum, { length }) => sum + length, 0);

/** Parts one after the other, in one array. */
export function joined(parts: readonly Part[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(lengthOf(parts));
  let at = 0;
  for (const part of parts) {
    all.set(part instanceof Uint8Array ? part : part.bytes(), at);
    at += part.length;
  }
  return all;
}
