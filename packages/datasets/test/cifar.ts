import { gzipSync } from "node:zlib";
import { md5 } from "@convscope/files/bytes";
import { tarOf, type MadeEntry } from "@convscope/test-kit";
import type { CifarSpec } from "../src/cifar/spec.ts";

/** Images of 2×2×3: two files of two to train, one of one to test, each with a coarse and a fine label. */
const shape = { inputShape: [2, 2, 3], train: { files: ["a.bin", "b.bin"], each: 2 }, test: { files: ["t.bin"], each: 1 } } as const;
const record = (coarse: number, fine: number, first: number): number[] => [coarse, fine, ...Array.from({ length: 12 }, (_, i) => first + i)];

/** What the three files hold. */
export const records: Readonly<Record<string, Uint8Array>> = {
  "a.bin": Uint8Array.from([...record(0, 1, 10), ...record(1, 2, 30)]),
  "b.bin": Uint8Array.from([...record(0, 0, 50), ...record(1, 3, 70)]),
  "t.bin": Uint8Array.from(record(1, 2, 90)),
};

/** The archive, with whatever else is said to be in it. */
export function packed(files: Readonly<Record<string, Uint8Array>> = records, more: readonly MadeEntry[] = []): Uint8Array {
  const entries = Object.entries(files).map(([name, content]) => ({ name: `little/${name}`, content }));
  return Uint8Array.from(gzipSync(tarOf([{ name: "little/", type: "5" }, { name: "little/readme.html", content: Uint8Array.of(60) }, ...entries, ...more])));
}

/** A data set like CIFAR-100, small enough for a test. */
export const little: CifarSpec = {
  name: "little",
  title: "Little",
  classes: ["ant", "bee", "cod", "dab"],
  coarse: ["insect", "fish"],
  ...shape,
  licence: "MIT",
  source: "made up",
  archive: { name: "little.tar.gz", bytes: packed().length, md5: md5(packed()), inside: "little/" },
  mirrors: [],
};
