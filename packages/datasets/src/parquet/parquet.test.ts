import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { golden, goldenBytes } from "@convscope/test-kit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DataError } from "../error.ts";
import { loadParquet } from "./load.ts";
import { readParquet, type ParquetOptions } from "./parquet.ts";

interface Expected {
  readonly pictures: readonly string[];
  readonly files: Readonly<Record<string, { readonly pictures: readonly (number | null)[]; readonly labels: readonly (number | string | null)[] }>>;
}

const expected = golden<Expected>("parquet/expected.json");
const pictures = expected.pictures.map((text) => Uint8Array.from(Buffer.from(text, "base64")));
const file = (name: string): Uint8Array => goldenBytes(`parquet/${name}.parquet`);
const refusal = async (bytes: Uint8Array, options?: ParquetOptions): Promise<string> =>
  readParquet({ "f.parquet": bytes }, options).then(() => "(no error)", (error: unknown) => (error instanceof DataError || error instanceof RangeError ? error.message : `not a clear error: ${String(error)}`));

describe("readParquet", () => {
  test("Hugging Face's layout in several files, with the classes' names, as pyarrow wrote it", async () => {
    const names = ["train-00000-of-00002", "train-00001-of-00002", "test-00000-of-00001"];
    const catalogue = await readParquet(Object.fromEntries(names.map((name) => [`${name}.parquet`, file(name)])), { name: "pets" });
    expect(catalogue.classes).toEqual(["cat", "dog", "owl"]);
    const { train, test: tested } = catalogue.parts;
    expect([...train, ...(tested ?? [])].map(({ bytes }) => bytes)).toEqual(pictures);
    expect([...train, ...(tested ?? [])].map(({ label }) => label)).toEqual(names.flatMap((name) => expected.files[name]?.labels));
    expect([train.length, train[5]?.file, catalogue.parts.validation]).toEqual([7, "train-00001-of-00002.parquet, row 1", undefined]);
    expect(catalogue.checksum).toMatch(/^md5:[0-9a-f]{32}$/);
  });

  test.each(["plain", "gzip", "version2", "pages", "required"])("%s: however the values are encoded, they are the same", async (name) => {
    const { parts } = await readParquet({ "f.parquet": file(name) });
    const rows = expected.files[name];
    expect(parts.train.map(({ bytes }) => bytes)).toEqual(rows?.pictures.map((place) => pictures[place ?? -1]));
    expect(parts.train.map(({ label }) => label)).toEqual(rows?.labels);
  });

  test("a column of bytes by itself, and labels as texts", async () => {
    const { classes, parts } = await readParquet({ "f.parquet": file("bare") });
    expect([classes, parts.train.map(({ label }) => label), parts.train.map(({ bytes }) => bytes)]).toEqual([["a", "b"], [1, 0, 1], pictures.slice(0, 3)]);
    expect((await readParquet({ "f.parquet": file("bare") }, { classes: ["b", "c", "a"] })).parts.train.map(({ label }) => label)).toEqual([0, 2, 0]);
    expect((await readParquet({ "f.parquet": file("bare") }, { labelColumn: "id" })).classes).toHaveLength(10);
  });

  test("no item keeps more in memory than its own picture", async () => {
    for (const { bytes } of (await readParquet({ "f.parquet": file("plain") })).parts.train) expect(bytes?.buffer.byteLength).toBe(bytes?.length);
  });

  test("rows without a picture or a label are told and left out", async () => {
    const { parts, problems } = await readParquet({ "f.parquet": file("missing") });
    expect(parts.train.map(({ bytes, label }) => [bytes, label])).toEqual([[pictures[0], 0]]);
    expect(problems).toMatchInlineSnapshot(`
      [
        {
          "file": "f.parquet, row 1",
          "problem": "has no picture",
        },
        {
          "file": "f.parquet, row 2",
          "problem": "has no label",
        },
        {
          "file": "f.parquet, row 3",
          "problem": "has no picture",
        },
      ]
    `);
  });

  test("says what is wrong, and what to do", async () => {
    expect(await refusal(new Uint8Array(5))).toMatchInlineSnapshot(`"f.parquet: a parquet file has at least 12 bytes. It has 5. Get the file anew."`);
    expect(await refusal(new TextEncoder().encode("<html>not found</html>"))).toMatchInlineSnapshot(`"f.parquet: this is no whole parquet file: it must end in PAR1. Get the file anew."`);
    expect(await refusal(file("plain").subarray(0, 900))).toMatchInlineSnapshot(`"f.parquet: this is no whole parquet file: it must end in PAR1. Get the file anew."`);
    expect(await refusal(file("plain").subarray(200))).toMatchInlineSnapshot(`"f.parquet: a column must lie within the file's 1254 bytes. It goes to byte 1303. Get the file anew."`);
    expect(await refusal(file("refused_zstd"))).toMatchInlineSnapshot(`"f.parquet: column "label": columns must be packed with Snappy, gzip or not at all. They are packed with Zstandard. Write the file anew: pyarrow.parquet.write_table(table, file, compression="snappy")."`);
    expect(await refusal(file("refused_delta"))).toMatchInlineSnapshot(`"f.parquet: column "label": values must be plain or places in a dictionary. They are encoded as DELTA_BINARY_PACKED. Write the file anew with pyarrow's own settings."`);
    expect(await refusal(file("refused_lists"))).toMatchInlineSnapshot(`"f.parquet: column "image" must hold the bytes of one encoded picture a row, by itself or as image.bytes. It does not. Name another by the option imageColumn."`);
    expect(await refusal(file("bare"), { imageColumn: "imgs" })).toMatchInlineSnapshot(`"f.parquet: there is no column "imgs". Did you mean "img"? They are others: id, img, class. Name one by the option imageColumn."`);
    expect(await refusal(file("bare"), { imageColumn: "id" })).toMatchInlineSnapshot(`"f.parquet: column "id" must hold the bytes of one encoded picture a row, by itself or as id.bytes. It does not. Name another by the option imageColumn."`);
    expect(await refusal(file("bare"), { labelColumn: "imgs" })).toMatchInlineSnapshot(`"f.parquet: there is no column "imgs". Did you mean "img"? They are others: id, img, class. Name one by the option labelColumn."`);
    expect(await refusal(file("bare"), { classes: ["a"] })).toMatchInlineSnapshot(`"f.parquet, row 0: the label must be one of 1 classes. It is "b". Correct the option classes, or the file."`);
    expect(await refusal(file("plain"), { maxBytes: 300 })).toMatchInlineSnapshot(`"f.parquet: the encoded pictures stay in memory, at most 300 bytes. With row 3 they are more. Give a larger maxBytes, or write the pictures into a folder."`);
    await expect(readParquet({ "test.parquet": file("plain") }, { name: "pets" })).rejects.toThrowErrorMatchingInlineSnapshot(`[DataError: pets: there must be at least one picture for training. Of 1 files none has one. Name a file that begins with "train".]`);
    await expect(readParquet({ "a.parquet": file("plain"), "b.parquet": file("plain") })).rejects.toThrowErrorMatchingInlineSnapshot(`[DataError: a.parquet: where there are several parquet files, their names must tell the part: train, validation or test. Rename it, as train-00000-of-00002.parquet is named.]`);
    await expect(readParquet({ "train.parquet": file("plain"), "test.parquet": file("bare") }, { name: "pets" })).rejects.toThrowErrorMatchingInlineSnapshot(`[DataError: test.parquet, row 0: the label must be one of 3 classes. It is "b". Correct the option classes, or the file.]`);
  });

  test.each(["plain", "pages", "version2", "gzip", "train-00000-of-00002"])("damaged %s gives a catalogue or a DataError that names the file", async (name) => {
    const good = file(name);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 4 }), fc.nat(good.length), fc.nat(9), async (flips, cut, whole) => {
        const bad = good.slice(0, whole > 0 ? good.length : cut);
        for (const [at, value] of flips) if (at < bad.length) bad[at] = value;
        expect(await refusal(bad)).toMatch(/^f\.parquet|^parquet: |^\(no error\)$/);
      }),
      { numRuns: 400 },
    );
  });
});

test("loadParquet reads a file, and all files of a folder", async () => {
  const folder = await mkdtemp(join(tmpdir(), "convscope-parquet-"));
  try {
    await mkdir(join(folder, "data"));
    for (const name of ["train-00000-of-00002", "train-00001-of-00002", "test-00000-of-00001"]) await writeFile(join(folder, "data", `${name}.parquet`), file(name));
    const catalogue = await loadParquet(folder, { name: "pets" });
    expect([catalogue.parts.train.length, catalogue.parts.test?.length, catalogue.folder, catalogue.parts.train[0]?.file]).toEqual([7, 3, folder, "data/train-00000-of-00002.parquet, row 0"]);
    const one = await loadParquet(join(folder, "data", "train-00000-of-00002.parquet"));
    expect([one.name, one.parts.train.map(({ bytes }) => bytes)]).toEqual(["train-00000-of-00002", pictures.slice(0, 4)]);
    const said = async (path: string): Promise<string> => loadParquet(path).then(() => "(no error)", (error: unknown) => String(error).replaceAll(folder, "FOLDER"));
    await mkdir(join(folder, "empty"));
    expect(await said(join(folder, "empty"))).toMatchInlineSnapshot(`"DataError: FOLDER/empty: the folder must hold files that end in .parquet. It holds none. Name another."`);
    expect(await said(join(folder, "gone"))).toMatchInlineSnapshot(`"DataError: FOLDER/gone: there is no such file or folder. Name a parquet file, or a folder of them."`);
  } finally {
    await rm(folder, { recursive: true });
  }
});
