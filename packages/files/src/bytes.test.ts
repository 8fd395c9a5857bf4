import { createHash } from "node:crypto";
import { crc32 as zlibCrc32, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkOptions, checksum, crc32, formatBytes, gunzip, isGzip, md5 } from "./bytes.ts";

const bytes = fc.uint8Array({ maxLength: 400 });
const message = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "(no error)";
};

describe("checksums", () => {
  test("of RFC 1321's and RFC 1952's own examples", () => {
    const text = (word: string): Uint8Array => new TextEncoder().encode(word);
    expect(md5(text(""))).toBe("d41d8cd98f00b204e9800998ecf8427e");
    expect(md5(text("message digest"))).toBe("f96b697d7cb7938d525a2f31aaf161d0");
    expect(crc32(text("123456789"))).toBe(0xcbf43926);
  });

  test("are those of Node, at every length and offset", async () => {
    await fc.assert(
      fc.asyncProperty(bytes, fc.nat(9), async (data, offset) => {
        const view = data.subarray(Math.min(offset, data.length));
        for (const algorithm of ["md5", "sha256"] as const) {
          expect(await checksum(view, algorithm)).toBe(createHash(algorithm).update(view).digest("hex"));
        }
      }),
    );
  });

  test("CRC-32 is zlib's", () => {
    fc.assert(fc.property(bytes, fc.nat(9), (data, offset) => void expect(crc32(data.subarray(offset))).toBe(zlibCrc32(data.subarray(offset)))));
  });
});

describe("gunzip", () => {
  test("gives back what was packed", () => {
    fc.assert(fc.property(bytes, (data) => void expect(gunzip(gzipSync(data), { maxBytes: 400 })).toEqual(data)));
  });

  test("any cut or flipped bit gives the content or a clear error", () => {
    const packed = gzipSync(new TextEncoder().encode("the quick brown fox jumps over the lazy dog ".repeat(20)));
    const content = gunzip(packed, { maxBytes: 1e4 });
    fc.assert(
      fc.property(fc.nat(packed.length - 1), fc.nat(7), fc.boolean(), (at, bit, cut) => {
        const hurt = cut ? packed.slice(0, at) : packed.slice();
        if (!cut) hurt[at] = (hurt[at] as number) ^ (1 << bit);
        let found: Uint8Array;
        try {
          found = gunzip(hurt, { maxBytes: 1e4, name: "f.gz" });
        } catch (error) {
          expect(error).toMatchObject({ message: expect.stringMatching(/^f\.gz: /) });
          return;
        }
        expect(cut).toBe(false);
        expect(found).toEqual(content);
      }),
      { numRuns: 500 },
    );
  });

  test("says what is wrong", () => {
    const bomb = gzipSync(new Uint8Array(1e6));
    expect(message(() => gunzip(bomb, { maxBytes: 1000, name: "bomb.gz" }))).toMatchInlineSnapshot(`"bomb.gz: the content may have at most 1.0 kB. The gzip file declares 1.0 MB. Get the file anew."`);
    expect(message(() => gunzip(Uint8Array.of(80, 75), { maxBytes: 1000, name: "a.zip" }))).toMatchInlineSnapshot(`"a.zip: this is no gzip file: it must begin with 1f 8b. Get the file anew."`);
    expect(message(() => gunzip(bomb.subarray(0, 500), { maxBytes: 1000, name: "cut.gz" }))).toMatchInlineSnapshot(`"cut.gz: the gzip file is truncated or damaged (unexpected EOF). Get the file anew."`);
    const liar = Uint8Array.from(bomb);
    liar.set([100, 0, 0, 0], liar.length - 4);
    expect(message(() => gunzip(liar, { maxBytes: 1000, name: "liar.gz" }))).toMatchInlineSnapshot(`"liar.gz: the gzip file declares 100 bytes of content and holds more. Get the file anew."`);
  });

  test("isGzip looks at the first two bytes", () => {
    expect(isGzip(gzipSync(""))).toBe(true);
    expect(isGzip(new Uint8Array(0))).toBe(false);
  });
});

test("formatBytes counts in powers of 1000", () => {
  expect([0, 999, 1000, 26_421_856, 999_960].map(formatBytes)).toEqual(["0 bytes", "999 bytes", "1.0 kB", "26.4 MB", "1.0 MB"]);
});

test("an unknown option is refused, and the nearest named", () => {
  expect(message(() => checkOptions("download", { timout: 1 }, ["timeout", "retries"]))).toMatchInlineSnapshot(`"download: there is no option "timout". Did you mean "timeout"? Known: timeout, retries."`);
  expect(message(() => checkOptions("download", { colour: 1 }, ["timeout", "retries"]))).toMatchInlineSnapshot(`"download: there is no option "colour". Known: timeout, retries."`);
});
