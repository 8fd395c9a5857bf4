import { crc32 } from "@convscope/files/bytes";
import { goldenBytes } from "@convscope/test-kit";
import { expect, test } from "vitest";
import { FormatError } from "../index.ts";
import { wrongIn } from "./wrong.ts";
import { isZip, readZip } from "./zip.ts";

const utf8 = (text: string): number[] => [...new TextEncoder().encode(text)];
const u16 = (...all: number[]): number[] => all.flatMap((n) => [n & 255, n >>> 8]);
const u32 = (...all: number[]): number[] => all.flatMap((n) => [...new Uint8Array(Uint32Array.of(n).buffer)]);
const u64 = (...all: number[]): number[] => all.flatMap((n) => [...new Uint8Array(BigUint64Array.of(BigInt(n)).buffer)]);
const none = 0xffffffff;

/** An archive of one stored file, all of whose sizes stand in the 64-bit fields, as in archives of more than 4 GiB. */
function wide(name: string, content: readonly number[], { flags = 0, method = 0, size = content.length, sum = crc32(Uint8Array.from(content)) } = {}): Uint8Array {
  const local = [...u32(0x04034b50), ...u16(45, flags, method, 0, 0), ...u32(sum, none, none), ...u16(name.length, 4), ...utf8(name), ...u16(0, 0), ...content];
  const extra = [...u16(0x4246, 2), 0, 0, ...u16(1, 24), ...u64(size, size, 0)];
  const entry = [...u32(0x02014b50), ...u16(45, 45, flags, method, 0, 0), ...u32(sum, none, none), ...u16(name.length, extra.length, 0, 0, 0), ...u32(0, none), ...utf8(name), ...extra];
  const end = [...u32(0x06064b50), ...u64(44), ...u16(45, 45), ...u32(0, 0), ...u64(1, 1, entry.length, local.length)];
  const locator = [...u32(0x07064b50, 0), ...u64(local.length + entry.length), ...u32(1)];
  return Uint8Array.from([...local, ...entry, ...end, ...locator, ...u32(0x06054b50), ...u16(0, 0, 0xffff, 0xffff), ...u32(none, none), ...u16(0)]);
}

/** A small archive whose two entries are one and the same place. */
function overlaid(): Uint8Array {
  const content = Array.from({ length: 100 }, (_, i) => i);
  const sum = crc32(Uint8Array.from(content));
  const local = [...u32(0x04034b50), ...u16(20, 0, 0, 0, 0), ...u32(sum, 100, 100), ...u16(1, 0), ...utf8("a"), ...content];
  const entries = ["a", "b"].flatMap((name) => [...u32(0x02014b50), ...u16(20, 20, 0, 0, 0, 0), ...u32(sum, 100, 100), ...u16(1, 0, 0, 0, 0), ...u32(0, 0), ...utf8(name)]);
  return Uint8Array.from([...local, ...entries, ...u32(0x06054b50), ...u16(0, 0, 2, 2), ...u32(entries.length, local.length), ...u16(0)]);
}

const wrong = wrongIn("x.pth");
const contents = (bytes: Uint8Array): object => Object.fromEntries([...readZip(bytes, wrong)].map(([name, read]) => [name, [...read()]]));

test("stored entries of an ordinary archive, and of one with 64-bit fields", () => {
  expect(contents(goldenBytes("torch/net.pth"))).toMatchObject({ "net/version": utf8("3\n"), "net/data/1": expect.objectContaining({ length: 12 }) as object });
  expect(contents(wide("a/data.pkl", [7, 8, 9]))).toEqual({ "a/data.pkl": [7, 8, 9] });
  expect([isZip(wide("a", [])), isZip(new Uint8Array(2))]).toEqual([true, false]);
});

test("what cannot be read as it is, or lies outside the file, is refused", () => {
  const said = (bytes: Uint8Array): string => {
    try {
      return JSON.stringify(contents(bytes));
    } catch (error) {
      expect(error).toBeInstanceOf(FormatError);
      return error instanceof Error ? error.message.replace(/ The file is damaged.*/, "") : "";
    }
  };
  const moved = wide("a", [1]);
  // The place of the list of entries, in the 64-bit record.
  moved.fill(0x7f, moved.length - 22 - 20 - 8, moved.length - 22 - 20);
  expect(said(overlaid())).toMatchInlineSnapshot(`"x.pth: its entries must lie one after another within 131 bytes. Received more up to "b"."`);
  expect([wide("a", [1], { method: 8 }), wide("a", [1], { flags: 1 }), wide("a", [1], { sum: 5 }), wide("a", [1], { size: 2 ** 40 }), moved].map(said)).toMatchInlineSnapshot(`
    [
      "x.pth: entry "a" must be stored as it is. Received a compressed one.",
      "x.pth: entry "a" must be stored as it is. Received a locked one.",
      "x.pth: entry "a" does not have the CRC-32 that the file states; PyTorch writes others after set_crc32_options(False).",
      "x.pth: its entries must lie one after another within 36 bytes. Received more up to "a".",
      "x.pth: the list of its entries must lie within its 215 bytes. Received bytes 9187201950435738000 to 9187201950435738000.",
    ]
  `);
});
