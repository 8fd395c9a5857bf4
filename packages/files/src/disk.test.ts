import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { cacheDirectory, mismatch, readContent, writeAtomic } from "./index.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "convscope-files-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** The message of a refusal, with the test's folder written as `…`. */
const refusal = (promise: Promise<unknown>): Promise<string> =>
  promise.then(() => "(no error)", (error: unknown) => (error instanceof Error ? error.message : String(error)).replaceAll(folder, "…"));

describe("cacheDirectory", () => {
  const at = (env: Record<string, string>, platform: NodeJS.Platform): string => cacheDirectory({ env, platform, home: "/home/ada" });
  test("our variable, then XDG's, then the system's place", () => {
    expect(at({ CONVSCOPE_CACHE: "/data/c", XDG_CACHE_HOME: "/x" }, "linux")).toBe("/data/c");
    expect(at({ CONVSCOPE_CACHE: "", XDG_CACHE_HOME: "/x" }, "linux")).toBe(join("/x", "convscope"));
    expect(at({ XDG_CACHE_HOME: "relative" }, "linux")).toBe(join("/home/ada", ".cache", "convscope"));
    expect(at({}, "darwin")).toBe(join("/home/ada", "Library", "Caches", "convscope"));
    expect(at({ LOCALAPPDATA: "/local" }, "win32")).toBe(join("/local", "convscope", "cache"));
  });
});

describe("writeAtomic", () => {
  test("makes folders, replaces, and leaves nothing else behind", async () => {
    const path = join(folder, "a", "b", "run.json");
    await writeAtomic(path, "one");
    await writeAtomic(path, new TextEncoder().encode("two"));
    expect(await readFile(path, "utf8")).toBe("two");
    expect(await readdir(join(folder, "a", "b"))).toEqual(["run.json"]);
  });

  test("many writers at once: the file is always one whole text", async () => {
    const path = join(folder, "f.txt");
    const texts = Array.from({ length: 12 }, (_, i) => `${i}`.repeat(50_000));
    await Promise.all(texts.map((text) => writeAtomic(path, text)));
    expect(texts).toContain(await readFile(path, "utf8"));
    expect(await readdir(folder)).toEqual(["f.txt"]);
  });

  test("a failed write leaves no draft", async () => {
    await writeAtomic(join(folder, "taken", "x"), "");
    await expect(writeAtomic(join(folder, "taken"), "no")).rejects.toThrow();
    expect(await readdir(folder)).toEqual(["taken"]);
  });
});

describe("readContent", () => {
  const text = new TextEncoder().encode("hello ".repeat(100));
  test("plain or gzip, the content is the same", async () => {
    await writeFile(join(folder, "plain.gz"), text);
    await writeFile(join(folder, "packed"), gzipSync(text));
    for (const name of ["plain.gz", "packed"]) expect(Uint8Array.from(await readContent(join(folder, name), { maxBytes: 600 }))).toEqual(text);
  });

  test("a gzip file of several parts, whose end states the length of the last one alone", async () => {
    await writeFile(join(folder, "parts.gz"), Buffer.concat([gzipSync(text), gzipSync("world"), gzipSync("")]));
    expect(await readContent(join(folder, "parts.gz"), { maxBytes: 605 })).toEqual(Uint8Array.of(...text, ...new TextEncoder().encode("world")));
  });

  test("refuses what is too large or damaged, and names the file", async () => {
    const put = async (name: string, bytes: Uint8Array): Promise<string> => {
      await writeFile(join(folder, name), bytes);
      return refusal(readContent(join(folder, name), { maxBytes: 599 }));
    };
    expect(await put("plain", text)).toMatchInlineSnapshot(`"…/plain: the content may have at most 599 bytes. It has 600 bytes. Get the file anew."`);
    expect(await put("huge", new Uint8Array(200_000))).toMatchInlineSnapshot(`"…/huge: the content may have at most 599 bytes. The file has 200,000 bytes. Get the file anew."`);
    expect(await put("bomb.gz", gzipSync(new Uint8Array(1e6)))).toMatchInlineSnapshot(`"…/bomb.gz: the content may have at most 599 bytes. The gzip file unpacks to more. Get the file anew."`);
    expect(await put("cut.gz", gzipSync("abcdef").subarray(0, 15))).toMatchInlineSnapshot(`"…/cut.gz: the gzip file is truncated or damaged (unexpected end of file). Get the file anew."`);
    expect(await refusal(readContent(folder, { maxBytes: 9 }))).toMatchInlineSnapshot(`"…: this is not a file. Get the file anew."`);
  });
});

describe("mismatch", () => {
  const content = { bytes: 6, md5: "0a88c9b2a5c8d67e0ff1f5f5d20f2a4d" };
  test("tells the file from its content", async () => {
    const path = join(folder, "f");
    await writeFile(path, gzipSync("abc"));
    const md5 = "900150983cd24fb0d6963f7d28e17f72";
    const sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    expect(await mismatch(path, { content: { bytes: 3, md5, sha256 } })).toBeUndefined();
    expect(await mismatch(path, { file: { bytes: 3 } })).toBe(`the content has more than the expected 3 bytes`);
    expect(await mismatch(path, { content })).toBe("the uncompressed content has 3 bytes, expected 6");
    expect(await mismatch(path, { content: { md5: content.md5 } })).toBe(`the MD5 of the uncompressed content is ${md5}, expected ${content.md5}`);
    expect(await mismatch(path, { content: { sha256: sha256.slice(0, 8).toUpperCase() } })).toBeUndefined();
    expect(await mismatch(path, { content: { sha256: "ba7816be" } })).toBe(`the SHA-256 of the uncompressed content is ${sha256}, expected ba7816be`);
    // Fewer digits would let too much pass.
    expect(await mismatch(path, { content: { sha256: sha256.slice(0, 7) } })).toContain("expected ba7816b");
    await writeFile(path, gzipSync("abc").subarray(0, 12));
    expect(await mismatch(path, { content })).toMatchInlineSnapshot(`"the gzip file is truncated or damaged (unexpected end of file)"`);
  });
});
