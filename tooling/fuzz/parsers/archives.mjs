import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { gunzip, openZip, readContent, readTar, readTarFile, readZip } from "../../../packages/files/src/index.ts";
import { tarOf, zipOf } from "../../../packages/test-kit/src/archives.ts";
import { damaged } from "../damage.mjs";
import { goldenBytes, utf8 } from "../seeds.mjs";

/** @typedef {import("../random.mjs").Random} Random */

const entries = [
  { name: "set/", type: "5", mode: 0o040755, method: 0 },
  { name: "set/a.bin", content: Uint8Array.from({ length: 700 }, (_, i) => i) },
  { name: "set/b.txt", content: utf8("text ".repeat(40)) },
  { name: "set/empty" },
];
const bounds = { maxEntries: 50, maxBytes: 1_000_000, maxTotal: 3_000_000 };

/** Puts the checksums of a tar archive right, which would else hide what lies behind them. @param {Uint8Array} bytes */
function mended(bytes) {
  for (let at = 0; at + 512 <= bytes.length; at += 512) {
    const header = bytes.subarray(at, at + 512);
    if (new TextDecoder().decode(header.subarray(257, 262)) !== "ustar") continue;
    header.fill(0x20, 148, 156);
    header.set(utf8(`${header.reduce((a, b) => a + b, 0).toString(8).padStart(6, "0")}\0 `), 148);
  }
  return bytes;
}

const tars = () => [tarOf(entries), ...goldenBytes("archives/gnu.tar", "archives/ustar.tar")];
const zips = () => [zipOf(entries), zipOf(entries.map((entry) => ({ ...entry, method: 0 }))), ...goldenBytes("archives/deflated.zip", "archives/stored.zip", "archives/piped.zip")];

/** @param {Random} random */
const tar = (random) => (random.chance(0.7) ? mended(damaged(tars(), random)) : damaged(tars(), random));

/** Packed, and once in three damaged after that. @param {Uint8Array} bytes @param {Random} random */
export function packed(bytes, random) {
  const whole = new Uint8Array(gzipSync(bytes));
  return random.chance(0.3) ? damaged([whole], random) : whole;
}

/** @param {AsyncIterable<import("../../../packages/files/src/index.ts").TarFile>} files */
async function readEach(files) {
  let bytes = 0;
  for await (const { read } of files) bytes += (await read()).length;
  return bytes;
}

/** @type {import("../parsers.mjs").Parsers} */
export const archives = {
  tar: async () => ({ good: tars(), vary: tar, subject: /^made\.tar/, read: (bytes) => readEach(readTar([bytes.subarray(0, 300), bytes.subarray(300)], { ...bounds, name: "made.tar" })) }),
  "tar.gz": async (folder) => {
    const file = join(folder, "made.tar.gz");
    return {
      good: [...tars().map((bytes) => new Uint8Array(gzipSync(bytes))), ...goldenBytes("archives/pax.tar.gz")],
      vary: (random) => (random.chance(0.5) ? packed(tar(random), random) : damaged(goldenBytes("archives/pax.tar.gz"), random)),
      subject: /made\.tar\.gz/,
      async read(bytes) {
        writeFileSync(file, bytes);
        return readEach(readTarFile(file, bounds));
      },
    };
  },
  zip: async () => ({
    good: zips(),
    vary: (random) => damaged(zips(), random),
    subject: /^made\.zip/,
    read: async (bytes) => [...readZip(bytes, { ...bounds, name: "made.zip" }).values()].map((read) => read().length),
  }),
  "zip-on-disk": async (folder) => {
    const file = join(folder, "made.zip");
    return {
      good: zips(),
      vary: (random) => damaged(zips(), random),
      subject: /made\.zip/,
      async read(bytes) {
        writeFileSync(file, bytes);
        const zip = await openZip(file, bounds);
        try {
          for (const { name } of zip.files) await zip.read(name);
        } finally {
          await zip.close();
        }
      },
    };
  },
  gunzip: async () => {
    const good = [gzipSync(utf8("text ".repeat(200))), gzipSync(new Uint8Array(100_000)), gzipSync(Uint8Array.from({ length: 999 }, (_, i) => i * i))].map((bytes) => new Uint8Array(bytes));
    return { good, vary: (random) => damaged(good, random), subject: /^made\.gz/, read: async (bytes) => gunzip(bytes, { maxBytes: 1_000_000, name: "made.gz" }) };
  },
  "gunzip-on-disk": async (folder) => {
    const file = join(folder, "made.gz");
    const good = [gzipSync(utf8("text ".repeat(200))), gzipSync(new Uint8Array(100_000)), utf8("not packed")].map((bytes) => new Uint8Array(bytes));
    return {
      good,
      vary: (random) => damaged(good, random),
      subject: /made\.gz/,
      async read(bytes) {
        writeFileSync(file, bytes);
        return readContent(file, { maxBytes: 1_000_000 });
      },
    };
  },
};
