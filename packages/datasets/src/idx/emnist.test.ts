import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { md5 } from "@convscope/files/bytes";
import { zipOf } from "@convscope/test-kit";
import { afterEach, beforeEach, expect, test } from "vitest";
import { mirror } from "../../test/mirror.ts";
import { emnist, type EmnistName } from "./emnist.ts";
import { formatIdx } from "./format.ts";
import { loadIdx } from "./load.ts";
import type { IdxSpec } from "./spec.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "convscope-emnist-"));
});
afterEach(() => rm(root, { recursive: true }));
const refusal = (promise: Promise<unknown>): Promise<string> => promise.then(() => "(no error)", (error: unknown) => (error instanceof Error ? error.message : String(error)).replaceAll(root, "…"));

/** Four images of 2×2 to train and one to test, in the letters' files and, with other labels, the digits'. */
function contents(part: string, first: number): Record<string, Uint8Array> {
  return {
    [`emnist-${part}-train-images-idx3-ubyte`]: formatIdx([2, 2, 2], Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)),
    [`emnist-${part}-train-labels-idx1-ubyte`]: formatIdx([2], Uint8Array.of(first, first + 9)),
    [`emnist-${part}-test-images-idx3-ubyte`]: formatIdx([1, 2, 2], Uint8Array.of(9, 10, 11, 12)),
    [`emnist-${part}-test-labels-idx1-ubyte`]: formatIdx([1], Uint8Array.of(first + 1)),
  };
}
const files = { ...contents("letters", 1), ...contents("digits", 0) };
const zip = (held: Readonly<Record<string, Uint8Array>> = files): Uint8Array => zipOf([{ name: "gzip/", method: 0 }, ...Object.entries(held).map(([name, bytes]) => ({ name: `gzip/${name}.gz`, content: Uint8Array.from(gzipSync(bytes)), method: 8 }))]);

const small = (name: EmnistName): IdxSpec => {
  const spec = emnist[name];
  return {
    ...spec,
    inputShape: [2, 2, 1],
    train: { ...spec.train, count: 2 },
    test: { ...spec.test, count: 1 },
    archive: { name: "gzip.zip", inside: "gzip/", bytes: zip().length, md5: md5(zip()) },
  };
};

test("two sets come from one download, upright, and letters begin at A", async () => {
  const { url, asked } = await mirror({ "gzip.zip": zip() });
  const options = { env: { CONVSCOPE_CACHE: root }, mirrors: [url] };
  const letters = await loadIdx(small("emnist-letters"), options);
  expect(letters.train).toEqual({ shape: [2, 2, 2, 1], images: Uint8Array.of(1, 3, 2, 4, 5, 7, 6, 8), labels: Uint8Array.of(0, 9) });
  expect([...letters.train.labels].map((label) => letters.classes[label])).toEqual(["A", "J"]);
  const digits = await loadIdx(small("emnist-digits"), options);
  expect([[...digits.test.images], [...digits.test.labels], digits.classes[1]]).toEqual([[9, 11, 10, 12], [1], "1"]);
  expect(asked).toEqual(["gzip.zip"]);
});

test("the files may lie by themselves, packed or not, and are the same data", async () => {
  const folder = join(root, "emnist", "gzip");
  await mkdir(folder, { recursive: true });
  await writeFile(join(root, "emnist", "gzip.zip"), zip());
  const options = { env: { CONVSCOPE_DATA: root }, download: false };
  const { checksum } = await loadIdx(small("emnist-letters"), options);
  await rm(join(root, "emnist", "gzip.zip"));
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name.includes("train") ? `${name}.gz` : name), name.includes("train") ? gzipSync(bytes) : bytes);
  const again = await loadIdx(small("emnist-letters"), options);
  expect([again.checksum, [...again.train.labels]]).toEqual([checksum, [0, 9]]);
});

test("what is wrong in the archive is said with its place", async () => {
  await mkdir(join(root, "emnist"));
  const said = async (bytes: Uint8Array): Promise<string> => {
    await writeFile(join(root, "emnist", "gzip.zip"), bytes);
    return refusal(loadIdx(small("emnist-letters"), { env: { CONVSCOPE_DATA: root }, download: false }));
  };
  const labels = "emnist-letters-train-labels-idx1-ubyte";
  const { [labels]: _, ...without } = files;
  expect([
    await said(zip(without)),
    await said(zip({ ...files, [labels]: formatIdx([2], Uint8Array.of(0, 1)) })),
    await said(zip({ ...files, [labels]: formatIdx([2], Uint8Array.of(1, 27)) })),
    await said(zip({ ...files, [labels]: new Uint8Array(1_000_000) })),
    await said(zip().subarray(0, -1)),
  ]).toMatchInlineSnapshot(`
    [
      "…/emnist/gzip.zip: the archive must hold gzip/emnist-letters-train-labels-idx1-ubyte. It does not. Replace it by a good copy, or take emnist-letters's files out of …/emnist to have them looked for elsewhere.",
      "…/emnist/gzip.zip, gzip/emnist-letters-train-labels-idx1-ubyte.gz: labels must lie in 1 … 26. Label 0 is 0. Replace it by a good copy, or take emnist-letters's files out of …/emnist to have them looked for elsewhere.",
      "…/emnist/gzip.zip, gzip/emnist-letters-train-labels-idx1-ubyte.gz: labels must lie in 1 … 26. Label 1 is 27. Replace it by a good copy, or take emnist-letters's files out of …/emnist to have them looked for elsewhere.",
      "…/emnist/gzip.zip, gzip/emnist-letters-train-labels-idx1-ubyte.gz: the content may have at most 10 bytes. The gzip file unpacks to more. Replace it by a good copy, or take emnist-letters's files out of …/emnist to have them looked for elsewhere.",
      "…/emnist/gzip.zip: must end in a zip file's list of entries. Received none: the end is missing. Replace it by a good copy, or take emnist-letters's files out of …/emnist to have them looked for elsewhere.",
    ]
  `);
});

test("each set has as many classes as its mapping, in the mapping's order", () => {
  expect(Object.values(emnist).map(({ name, classes }) => [name, classes.length, new Set(classes).size])).toEqual([
    ["emnist-balanced", 47, 47],
    ["emnist-letters", 26, 26],
    ["emnist-digits", 10, 10],
    ["emnist-byclass", 62, 62],
    ["emnist-bymerge", 47, 47],
    ["emnist-mnist", 10, 10],
  ]);
  // The mapping files give ASCII codes, which rise.
  for (const { classes } of Object.values(emnist)) expect(classes.join("")).toBe([...classes].sort().join(""));
  // So many characters does the paper count (arXiv:1702.05373).
  expect(emnist["emnist-byclass"].train.count + emnist["emnist-byclass"].test.count).toBe(814_255);
});
