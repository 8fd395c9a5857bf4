import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { golden, goldenBytes, tarOf, type MadeEntry } from "@convscope/test-kit";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FileError, md5, readTar, readTarFile, type TarFile } from "./index.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "convscope-files-"));
});
afterEach(() => rm(folder, { recursive: true }));

const bounds = { maxEntries: 20, maxBytes: 5000, maxTotal: 10_000, name: "x.tar" };
const text = (words: string): Uint8Array => new TextEncoder().encode(words);

/** Bytes in pieces of one size, as they may come from a stream. */
function* pieces(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function contents(files: AsyncIterable<TarFile>): Promise<Record<string, Uint8Array>> {
  const found: [string, Uint8Array][] = [];
  for await (const file of files) found.push([file.name, Uint8Array.from(await file.read())]);
  return Object.fromEntries(found);
}
const said = (bytes: Uint8Array, options: object = {}): Promise<string> =>
  contents(readTar([bytes], { ...bounds, ...options })).then(
    (files) => JSON.stringify(Object.keys(files)),
    (error: unknown) => {
      expect(error).toBeInstanceOf(FileError);
      return error instanceof Error ? error.message : "";
    },
  );
const sayAll = (...archives: readonly (readonly MadeEntry[])[]): Promise<string[]> => Promise.all(archives.map((entries) => said(tarOf(entries))));

describe("what is read", () => {
  const { archives } = golden<{ archives: Record<string, Record<string, { bytes: number; md5: string }>> }>("archives/contents.json");

  test.each(["ustar.tar", "pax.tar.gz", "gnu.tar"])("what Python wrote: %s", async (name) => {
    await writeFile(join(folder, name), goldenBytes(`archives/${name}`));
    const held = await contents(readTarFile(join(folder, name), bounds));
    expect(Object.fromEntries(Object.entries(held).map(([file, bytes]) => [file, { bytes: bytes.length, md5: md5(bytes) }]))).toEqual(archives[name]);
  });

  test("any files, in pieces of any size, and only those that are asked for", async () => {
    const name = fc.stringMatching(/^[a-z]{1,8}(\/[a-z]{1,5})?$/);
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, fc.uint8Array({ maxLength: 1500 }), { maxKeys: 6 }), fc.integer({ min: 1, max: 2000 }), fc.func(fc.boolean()), async (files, size, wanted) => {
        const bytes = tarOf(Object.entries(files).map(([path, content]) => ({ name: path, content })));
        const seen: string[] = [];
        for await (const file of readTar(pieces(bytes, size), bounds)) {
          seen.push(file.name);
          if (wanted(file.name)) expect(Uint8Array.from(await file.read())).toEqual(files[file.name]);
        }
        expect(seen).toEqual(Object.keys(files));
      }),
    );
  });

  test("sizes beyond eight octal digits, as GNU writes them", async () => {
    const bytes = tarOf([{ name: "a", content: text("abc") }]);
    bytes.set([0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3], 124);
    const sum = bytes.subarray(0, 512).reduce((a, b) => a + b, 0) - bytes.subarray(148, 156).reduce((a, b) => a + b, 0) + 256;
    bytes.set(text(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
    expect(await contents(readTar([bytes], bounds))).toEqual({ a: text("abc") });
  });

  test("a file is read once, and while it is its turn", async () => {
    const kept: TarFile[] = [];
    for await (const file of readTar([tarOf([{ name: "a", content: text("a") }, { name: "b" }])], bounds)) kept.push(file);
    await expect(kept[0]?.read()).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: a: a file of an archive can be read once, before the next one.]`);
  });

  test("whoever stops early leaves nothing open", async () => {
    await writeFile(join(folder, "a.tar.gz"), gzipSync(tarOf([{ name: "a", content: text("a") }, { name: "b" }])));
    for await (const { name } of readTarFile(join(folder, "a.tar.gz"), bounds)) {
      expect(name).toBe("a");
      break;
    }
    await rm(join(folder, "a.tar.gz"));
  });
});

describe("what is refused", () => {
  test.each([["../a"], ["a/../../b"], ["/etc/passwd"], ["C:/a"], ["a\\b"], ["a//b"], ["./.."], [".."], ["/"]])("the name %j", async (name) => {
    expect(await sayAll([{ name }])).toEqual([`x.tar: the names of its entries must be paths within it. Received ${JSON.stringify(name)}. Get the file anew.`]);
  });

  test("what does not belong into an archive", async () => {
    expect(
      await sayAll(
        [{ name: "a" }, { name: "./a" }],
        [{ name: "a", type: "2" }],
        [{ name: "a", type: "1" }],
        [{ name: "a", type: "3" }],
        [{ name: "a", sum: 77 }],
        [{ name: "x", type: "x", content: text("nonsense\n") }, { name: "a" }],
        [{ name: "x", type: "x", content: text("16 path=../up/a\n") }, { name: "a" }],
        [{ name: "x", type: "x", content: text("22 GNU.sparse.major=1\n") }, { name: "a" }],
        [{ name: "x", type: "x", content: text("13 size=1e99\n") }, { name: "a" }],
        [{ name: "x", type: "L", content: text("../up/a\0") }, { name: "a" }],
        [{ name: "x", type: "x", content: new Uint8Array(70_000) }, { name: "a" }],
      ),
    ).toMatchInlineSnapshot(`
      [
        "x.tar: entries must have different names. Received "a" twice. Get the file anew.",
        "x.tar: its entries must be files and folders. "a" is a link. Get the file anew.",
        "x.tar: its entries must be files and folders. "a" is a link. Get the file anew.",
        "x.tar: its entries must be files and folders. "a" is something else. Get the file anew.",
        "x.tar: a header's checksum is wrong: this is no tar archive, or it is damaged. Get the file anew.",
        "x.tar: an extended header must hold records of a length, a key and a value. Get the file anew.",
        "x.tar: the names of its entries must be paths within it. Received "../up/a". Get the file anew.",
        "x.tar: its files must be whole. Received one with holes. Get the file anew.",
        "x.tar: a size must be a whole number. Received "1e99". Get the file anew.",
        "x.tar: the names of its entries must be paths within it. Received "../up/a". Get the file anew.",
        "x.tar: a header may have at most 65,536 bytes. Received one of 70,000. Get the file anew.",
      ]
    `);
  });

  test("what would take too much, before its memory is taken", async () => {
    const big = { content: new Uint8Array(4000) };
    expect(
      await sayAll(
        [{ name: "a", content: new Uint8Array(5001) }],
        [{ name: "a", size: 8 ** 11 - 1 }],
        ["a", "b", "c"].map((name) => ({ name, ...big })),
        Array.from({ length: 21 }, (_, i) => ({ name: `${i}` })),
      ),
    ).toMatchInlineSnapshot(`
      [
        "x.tar: entry "a" may have at most 5,000 bytes. It has 5,001. Get the file anew.",
        "x.tar: entry "a" may have at most 5,000 bytes. It has 8,589,934,591. Get the file anew.",
        "x.tar: its files may have at most 10,000 bytes together. With "c" they have 12,000. Get the file anew.",
        "x.tar: it may have at most 20 entries. It has more. Get the file anew.",
      ]
    `);
    expect(await said(tarOf([{ name: "a" }], 4000))).toMatchInlineSnapshot(`"x.tar: it may have at most 10,000 bytes of files. It has more than belong to them. Get the file anew."`);
  });

  test("an archive that ends early", async () => {
    const bytes = tarOf([{ name: "a", content: text("a") }]);
    for (const cut of [0, 1, 512, 600, 1024]) expect(await said(bytes.subarray(0, cut))).toBe("x.tar: it ends in the middle: the file is truncated. Get the file anew.");
    expect(await said(text("<html>".repeat(200)))).toMatchInlineSnapshot(`"x.tar: a header must hold octal numbers: this is no tar archive, or it is damaged. Get the file anew."`);
  });

  test("a gzip file that is damaged, what is no file, and an abort", async () => {
    const path = join(folder, "x.tar.gz");
    const packed = gzipSync(tarOf([{ name: "a", content: text("a") }]));
    const refused = (signal?: AbortSignal): Promise<string> => contents(readTarFile(path, { ...bounds, ...(signal && { signal }) })).then(() => "", (error: unknown) => String(error).replaceAll(folder, "…"));
    await writeFile(path, packed.subarray(0, -4));
    expect(await refused()).toMatchInlineSnapshot(`"FileError: x.tar: the gzip file is truncated or damaged (unexpected end of file). Get the file anew."`);
    // The checksum at the end, which is compared though all files have come.
    packed[packed.length - 6] = (packed[packed.length - 6] as number) ^ 1;
    await writeFile(path, packed);
    expect(await refused()).toMatchInlineSnapshot(`"FileError: x.tar: the gzip file is truncated or damaged (incorrect data check). Get the file anew."`);
    await expect(contents(readTarFile(folder, { ...bounds, name: "the folder" }))).rejects.toThrowErrorMatchingInlineSnapshot(`[FileError: the folder: this is not a file. Get the file anew.]`);
    const controller = new AbortController();
    controller.abort();
    expect(await refused(controller.signal)).toMatchInlineSnapshot(`"AbortError: This operation was aborted"`);
  });

  test("any cut, flipped or random bytes give what was there or a clear error", async () => {
    const good = tarOf([{ name: "a", content: text("abc") }, { name: "x", type: "L", content: text("a/long/name\0") }, { name: "b", content: text("def") }]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 4 }), fc.nat(good.length), fc.boolean(), async (flips, cut, whole) => {
        const bad = whole ? good.slice() : good.slice(0, cut);
        for (const [at, value] of flips) if (at < bad.length) bad[at] = value;
        expect(await said(bad)).toMatch(/^x\.tar: .+ Get the file anew\.$|^\[/s);
      }),
      { numRuns: 2000 },
    );
  });
});
