import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { golden, goldenBytes, zipOf } from "@convscope/test-kit";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { crc32, FileError, isZip, md5, openZip, readZip } from "./index.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "convscope-files-"));
});
afterEach(() => rm(folder, { recursive: true }));

const utf8 = (text: string): number[] => [...new TextEncoder().encode(text)];
const u16 = (...all: number[]): number[] => all.flatMap((n) => [n & 255, n >>> 8]);
const u32 = (...all: number[]): number[] => all.flatMap((n) => [...new Uint8Array(Uint32Array.of(n).buffer)]);
const u64 = (...all: number[]): number[] => all.flatMap((n) => [...new Uint8Array(BigUint64Array.of(BigInt(n)).buffer)]);
const none = 0xffffffff;

/** An archive of one stored file, all of whose sizes stand in the 64-bit fields, as in archives of more than 4 GiB. */
function wide(name: string, content: readonly number[], { size = content.length, sum = crc32(Uint8Array.from(content)) } = {}): Uint8Array {
  const local = [...u32(0x04034b50), ...u16(45, 0, 0, 0, 0), ...u32(sum, none, none), ...u16(name.length, 4), ...utf8(name), ...u16(0, 0), ...content];
  const extra = [...u16(0x4246, 2), 0, 0, ...u16(1, 24), ...u64(size, size, 0)];
  const entry = [...u32(0x02014b50), ...u16(45, 45, 0, 0, 0, 0), ...u32(sum, none, none), ...u16(name.length, extra.length, 0, 0, 0), ...u32(0, none), ...utf8(name), ...extra];
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

const bounds = { maxEntries: 20, maxBytes: 5000, maxTotal: 10_000, name: "x.zip" };
const contents = (bytes: Uint8Array, options: object = {}): object => Object.fromEntries([...readZip(bytes, { ...bounds, ...options })].map(([name, read]) => [name, [...read()]]));
const said = (bytes: Uint8Array, options: object = {}): string => {
  try {
    return JSON.stringify(contents(bytes, options));
  } catch (error) {
    expect(error).toBeInstanceOf(FileError);
    return error instanceof Error ? error.message : "";
  }
};
const text = (...lines: string[]): Uint8Array => Uint8Array.from(utf8(lines.join("\n")));

describe("what is read", () => {
  const { archives } = golden<{ archives: Record<string, Record<string, { bytes: number; md5: string }>> }>("archives/contents.json");

  test.each(["stored.zip", "deflated.zip", "piped.zip"])("what Python wrote: %s, in memory and from the disk", async (name) => {
    const bytes = goldenBytes(`archives/${name}`);
    const held = [...readZip(bytes, bounds)].map(([file, read]) => [file, { bytes: read().length, md5: md5(read()) }]);
    expect(Object.fromEntries(held)).toEqual(archives[name]);
    await writeFile(join(folder, name), bytes);
    const zip = await openZip(join(folder, name), bounds);
    for (const { name: file, size } of zip.files) expect({ bytes: size, md5: md5(await zip.read(file)) }).toEqual(archives[name]?.[file]);
    await expect(zip.read("lost")).rejects.toThrow(/there is no entry "lost". `files` lists all 6\.$/);
    await zip.close();
  });

  test("64-bit fields, as archives of more than 4 GiB have them", () => {
    expect(contents(wide("a/data.pkl", [7, 8, 9]), { stored: true })).toEqual({ "a/data.pkl": [7, 8, 9] });
    expect([isZip(wide("a", [])), isZip(new Uint8Array(2))]).toEqual([true, false]);
  });

  test("a stored entry is a view, a name in the folder itself begins with nothing", () => {
    const bytes = zipOf([{ name: "./a/", content: new Uint8Array() }, { name: "./a/b", content: Uint8Array.of(1, 2), method: 0 }]);
    const zip = readZip(bytes, bounds);
    expect([...zip.keys()]).toEqual(["a/b"]);
    expect(zip.get("a/b")?.().buffer).toBe(bytes.buffer);
  });

  test("any files, packed or not, come back", () => {
    const name = fc.stringMatching(/^[a-z]{1,8}(\/[a-z]{1,5})?$/);
    fc.assert(
      fc.property(fc.dictionary(name, fc.uint8Array({ maxLength: 400 }), { maxKeys: 6 }), fc.constantFrom(0, 8), (files, method) => {
        const found = contents(zipOf(Object.entries(files).map(([path, content]) => ({ name: path, content, method }))));
        expect(found).toEqual(Object.fromEntries(Object.entries(files).map(([path, content]) => [path, [...content]])));
      }),
    );
  });
});

describe("what is refused", () => {
  test.each([["../a"], ["a/../../b"], ["/etc/passwd"], ["C:/a"], ["a\\b"], ["a//b"], [""], ["a\0b"], [".."], ["/"]])("the name %j", (name) => {
    expect(said(zipOf([{ name }]))).toBe(`x.zip: the names of its entries must be paths within it. Received ${JSON.stringify(name)}. Get the file anew.`);
  });

  test("what does not belong into an archive", () => {
    const content = text("content");
    expect(
      [
        zipOf([{ name: "a", content }, { name: "./a", content }]),
        zipOf([{ name: "a", content, mode: 0o120777 }]),
        zipOf([{ name: "a", content, mode: 0o020666 }]),
        zipOf([{ name: "a", content, flags: 1 }]),
        zipOf([{ name: "a", content, method: 14 }]),
        zipOf([{ name: "a", content, sum: 5 }]),
        zipOf([{ name: "a", content, size: 6 }]),
        zipOf([{ name: "a", content, size: 8 }]),
        zipOf([{ name: "a", content, method: 0, size: 8 }]),
      ].map((bytes) => said(bytes)),
    ).toMatchInlineSnapshot(`
      [
        "x.zip: entries must have different names. Received "a" twice. Get the file anew.",
        "x.zip: its entries must be files and folders. "a" is a link. Get the file anew.",
        "x.zip: its entries must be files and folders. "a" is something else. Get the file anew.",
        "x.zip: entry "a" must be readable without a password. Received a locked one. Get the file anew.",
        "x.zip: entry "a" must be stored or deflated. Received compression method 14. Get the file anew.",
        "x.zip: entry "a" does not have the CRC-32 that the file states. Get the file anew.",
        "x.zip: entry "a" must unpack to 6 bytes. It unpacks to more. Get the file anew.",
        "x.zip: entry "a" must unpack to 8 bytes. It unpacks to 7. Get the file anew.",
        "x.zip: entry "a" must be as long unpacked as packed. Received 8 and 7 bytes. Get the file anew.",
      ]
    `);
    expect(said(zipOf([{ name: "a", content }]), { stored: true })).toMatchInlineSnapshot(`"x.zip: entry "a" must be stored as it is. Received a compressed one. Get the file anew."`);
  });

  test("what would take too much", () => {
    const big = new Uint8Array(4000);
    expect(said(zipOf([{ name: "a", content: new Uint8Array(5001) }]))).toMatchInlineSnapshot(`"x.zip: entry "a" may have at most 5,000 bytes. It has 5,001. Get the file anew."`);
    expect(said(zipOf(["a", "b", "c"].map((name) => ({ name, content: big }))))).toMatchInlineSnapshot(`"x.zip: its files may have at most 10,000 bytes together. With "c" they have 12,000. Get the file anew."`);
    expect(said(zipOf(Array.from({ length: 21 }, (_, i) => ({ name: `${i}` }))))).toMatchInlineSnapshot(`"x.zip: it may have at most 20 entries. It has 21. Get the file anew."`);
    expect(said(zipOf([{ name: "a", content: text("a"), size: 5000 }]))).toMatchInlineSnapshot(`"x.zip: entry "a" cannot unpack from 3 bytes to 5,000. Get the file anew."`);
    expect(said(overlaid())).toMatchInlineSnapshot(`"x.zip: its entries must lie one after another within 131 bytes. Received more up to "b". Get the file anew."`);
    expect(said(wide("a", [1], { size: 2 ** 40 }), { maxBytes: Infinity, maxTotal: Infinity })).toMatchInlineSnapshot(`"x.zip: its entries must lie one after another within 36 bytes. Received more up to "a". Get the file anew."`);
  });

  test("a list of entries that is not there, or elsewhere", () => {
    const moved = wide("a", [1]);
    // The place of the list of entries, in the 64-bit record.
    moved.fill(0x7f, moved.length - 22 - 20 - 8, moved.length - 22 - 20);
    const good = zipOf([{ name: "a", content: text("content") }]);
    expect([moved, new Uint8Array(), good.subarray(0, -1), zipOf([{ name: "a" }], { count: 2 }), Uint8Array.of(1, ...good)].map((bytes) => said(bytes))).toMatchInlineSnapshot(`
      [
        "x.zip: the list of its entries must lie within its 215 bytes. Received bytes 9,187,201,950,435,738,000 to 9,187,201,950,435,738,000. Get the file anew.",
        "x.zip: must end in a zip file's list of entries. Received none: the end is missing. Get the file anew.",
        "x.zip: must end in a zip file's list of entries. Received none: the end is missing. Get the file anew.",
        "x.zip: the list of its entries is broken at its byte 47. Get the file anew.",
        "x.zip: the list of its entries is broken at its byte 0. Get the file anew.",
      ]
    `);
  });

  test("on the disk as in memory, and what is no file", async () => {
    const path = join(folder, "x.zip");
    await writeFile(path, zipOf([{ name: "../a" }]));
    const refused = (where: string): Promise<string> => openZip(where, { ...bounds, name: "x.zip" }).then(() => "", (error: unknown) => String(error).replaceAll(folder, "…"));
    expect(await refused(path)).toMatchInlineSnapshot(`"FileError: x.zip: the names of its entries must be paths within it. Received "../a". Get the file anew."`);
    expect(await refused(folder)).toMatchInlineSnapshot(`"FileError: …: this is not a file. Get the file anew."`);
  });

  test("any cut, flipped or random bytes give what was there or a clear error", () => {
    const content = text("the quick brown fox", "jumps over", "the lazy dog").slice();
    const good = zipOf([{ name: "a", content }, { name: "b/c", content, method: 0 }]);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 4 }), fc.integer({ min: 0, max: good.length }), fc.boolean(), (flips, cut, whole) => {
        const bad = whole ? good.slice() : good.slice(0, cut);
        for (const [at, value] of flips) if (at < bad.length) bad[at] = value;
        const found = said(bad);
        if (found.startsWith("{")) for (const bytes of Object.values(JSON.parse(found) as Record<string, number[]>)) expect([content.length, 0]).toContain(bytes.length);
        else expect(found).toMatch(/^x\.zip: .+ Get the file anew\.$/s);
      }),
      { numRuns: 2000 },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void expect(said(bytes)).toMatch(/^x\.zip: |^\{/)), { numRuns: 500 });
  });
});
