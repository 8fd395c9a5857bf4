import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { EpochLog } from "../callback.ts";
import { goThrough } from "./testing.ts";
import { tensorboardLog, type TensorboardLogOptions } from "./tensorboardLog.ts";

interface Golden {
  readonly now: number;
  readonly history: readonly { readonly epoch: number; readonly [name: string]: number | null }[];
  readonly events: readonly string[];
}
const golden = JSON.parse(readFileSync(new URL("../../../../golden/events.json", import.meta.url), "utf8")) as Golden;
const history = golden.history.map((log) => Object.fromEntries(Object.entries(log).map(([name, value]) => [name, value ?? NaN]))) as EpochLog[];

async function written(options: Omit<TensorboardLogOptions, "write">, done = 0): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  await goThrough(tensorboardLog({ ...options, write: (bytes) => void pieces.push(bytes) }), history, done);
  return Buffer.concat(pieces);
}

/** A checksum bit by bit, by long division with the polynomial as it is written, x³² first: nothing of it is ours. */
function remainder(bytes: Uint8Array): number {
  const reversed = (value: number, bits: number): number => parseInt(value.toString(2).padStart(bits, "0").split("").reverse().join(""), 2);
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc = (crc ^ (reversed(byte, 8) << 24)) >>> 0;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x80000000 ? (crc << 1) ^ 0x1edc6f41 : crc << 1) >>> 0;
  }
  return reversed((crc ^ 0xffffffff) >>> 0, 32);
}

/** The contents of a file of records, whose checksums must be right. */
function contents(file: Buffer): Buffer[] {
  const found: Buffer[] = [];
  const unmasked = (at: number): number => {
    const turned = (file.readUInt32LE(at) - 0xa282ead8) >>> 0;
    return ((turned >>> 17) | (turned << 15)) >>> 0;
  };
  for (let at = 0; at < file.length; ) {
    const length = Number(file.readBigUInt64LE(at));
    const content = file.subarray(at + 12, at + 12 + length);
    expect([unmasked(at + 8), unmasked(at + 12 + length)]).toEqual([remainder(file.subarray(at, at + 8)), remainder(content)]);
    found.push(content);
    at += length + 16;
  }
  return found;
}

test("the file holds the events that Google's protobuf encodes, in records whose checksums are right", async () => {
  const file = await written({ now: () => golden.now });
  expect(contents(file).map((content) => content.toString("hex"))).toEqual(golden.events);
});

test("a training that goes on keeps the events of its finished epochs, and drops later ones", async () => {
  const before = await written({ now: () => golden.now });
  const [version, first] = contents(before);
  const [a, b, c] = contents(await written({ before, now: () => 5 }, 1));
  expect([a, b]).toEqual([version, first]);
  expect(c?.readDoubleLE(1)).toBe(5);
  expect(c?.subarray(9).toString("hex")).toBe(golden.events[2]?.slice(18));
});

test.each(["cut", "changed", "empty"])("where the file before is %s, the finished epochs are written anew", async (how) => {
  const before = await written({ now: () => 1 });
  if (how === "changed") before[40] = (before[40] ?? 0) ^ 1;
  const damaged = how === "cut" ? before.subarray(0, 45) : how === "empty" ? before.subarray(0, 0) : before;
  expect(contents(await written({ before: damaged, now: () => golden.now }, 1)).map((content) => content.toString("hex"))).toEqual(golden.events);
});
