import { readParquet } from "@convscope/datasets";
import { DataError } from "../../../packages/datasets/src/error.ts";
import { unpackSnappy } from "../../../packages/datasets/src/parquet/snappy.ts";
import { readThrift } from "../../../packages/datasets/src/parquet/thrift.ts";
import { damaged } from "../damage.mjs";
import { goldenBytes, utf8 } from "../seeds.mjs";

const files = () => goldenBytes("parquet/plain.parquet", "parquet/gzip.parquet", "parquet/version2.parquet", "parquet/missing.parquet", "parquet/required.parquet", "parquet/train-00000-of-00002.parquet");

/** @param {string} what */
const wrong = (what) => new DataError(`made: ${what}`);

/** The description at the end of a parquet file. @param {Uint8Array} bytes */
const footer = (bytes) => bytes.slice(bytes.length - 8 - new DataView(bytes.buffer).getUint32(bytes.length - 8, true), bytes.length - 8);

/** Blocks by hand: bytes as they are; a copy that repeats; a long run of them. */
const blocks = [
  Uint8Array.of(5, 4 << 2, ...utf8("hello")),
  Uint8Array.of(20, 3 << 2, ...utf8("abcd"), (15 << 2) | 2, 4, 0),
  Uint8Array.of(65, 0, 97, (63 << 2) | 2, 1, 0),
];

/** @type {import("../parsers.mjs").Parsers} */
export const parquet = {
  // Most of a small file is its description: that is what is damaged more often than not.
  parquet: async () => ({ good: files(), vary: (random) => damaged(files(), random), subject: /^made|^parquet/, read: (bytes) => readParquet({ "made.parquet": bytes }, { maxBytes: 1_000_000 }) }),
  "parquet-footer": async () => {
    const [whole = new Uint8Array()] = files();
    const own = footer(whole);
    return {
      good: [own],
      vary: (random) => damaged(files().map(footer), random),
      subject: /^made|^parquet/,
      read(bytes) {
        const file = new Uint8Array(whole.length - own.length + bytes.length);
        file.set(whole.subarray(0, whole.length - own.length - 8));
        file.set(bytes, whole.length - own.length - 8);
        new DataView(file.buffer).setUint32(file.length - 8, bytes.length, true);
        file.set(utf8("PAR1"), file.length - 4);
        return readParquet({ "made.parquet": file }, { maxBytes: 1_000_000 });
      },
    };
  },
  thrift: async () => ({ good: files().map(footer), vary: (random) => damaged(files().map(footer), random), subject: /^made/, read: async (bytes) => readThrift(bytes, 0, wrong).end }),
  snappy: async () => ({ good: blocks, vary: (random) => damaged(blocks, random), subject: /^made/, read: async (bytes) => unpackSnappy(bytes, bytes[0] ?? 0, wrong) }),
};
