import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { folderOf, greyPng, png } from "../../test/folder.ts";
import { openPipeline } from "../pipeline/openPipeline.ts";
import type { Catalogue } from "./catalogue.ts";
import type { CatalogueOptions } from "./options.ts";
import { readCatalogue } from "./readCatalogue.ts";

const refused = async (folder: string, options: CatalogueOptions = {}): Promise<string> => {
  const message = await readCatalogue(folder, options).then(() => "read", (error: unknown) => String(error));
  return message.replaceAll(folder, "…");
};

const pictures = (counts: Readonly<Record<string, number>>, above = ""): Record<string, string> =>
  Object.fromEntries(Object.entries(counts).flatMap(([name, count]) => Array.from({ length: count }, (_, i) => [`${above}${name}/${i}.jpg`, ""])));

const files = (catalogue: Catalogue): string[][] => [catalogue.parts.train, catalogue.parts.validation ?? [], catalogue.parts.test ?? []].map((items) => items.map(({ file }) => file));

describe("the split", () => {
  test("gives 70, 15 and 15 of a hundred, of every class its share", async () => {
    const { parts } = await readCatalogue(await folderOf(pictures({ a: 60, b: 40 })));
    expect([parts.train, parts.validation, parts.test].map((items) => [items?.filter(({ label }) => label === 0).length, items?.filter(({ label }) => label === 1).length])).toEqual([[42, 28], [9, 6], [9, 6]]);
  });

  test("is another for another seed, the same for the same, and puts every picture into one part", async () => {
    const folder = await folderOf(pictures({ a: 30, b: 7, c: 1 }));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1000 }), fc.constantFrom([0.7, 0.15, 0.15], [0.9, 0.1], [0.2, 0.4, 0.4]), async (seed, split) => {
        const [one, again, other] = await Promise.all([seed, seed, seed + 1].map((n) => readCatalogue(folder, { seed: n, split })));
        expect(again).toEqual(one);
        expect(files(other as Catalogue)).not.toEqual(files(one as Catalogue));
        expect(files(one as Catalogue).flat().sort()).toEqual(Object.keys(pictures({ a: 30, b: 7, c: 1 })).sort());
      }),
      { numRuns: 10 },
    );
  });

  test("leaves parts that the folder states, and does nothing where nothing is asked for", async () => {
    const stated = await readCatalogue(await folderOf({ ...pictures({ a: 4, b: 4 }, "train/"), ...pictures({ a: 2 }, "val/") }));
    expect(files(stated).map((part) => part.length)).toEqual([8, 2, 0]);
    expect(files(await readCatalogue(await folderOf(pictures({ a: 4, b: 4 })), { split: "none" })).map((part) => part.length)).toEqual([8, 0, 0]);
    expect(files(await readCatalogue(await folderOf(pictures({ a: 2, b: 2 }, "test/")))).map((part) => part.length)).toEqual([0, 0, 4]);
    // Folders of a part for training alone are parted.
    expect(files(await readCatalogue(await folderOf(pictures({ a: 10, b: 10 }, "train/")))).map((part) => part.length)).toEqual([14, 3, 3]);
  });
});

test("the checksum is of names, sizes, labels and parts", async () => {
  const folder = await folderOf({ "a/1.jpg": "x", "a/2.jpg": "y", "b/1.jpg": "z" });
  const read = async (options: CatalogueOptions = {}): Promise<string> => (await readCatalogue(folder, { split: "none", ...options })).checksum;
  const before = await read();
  expect(before).toMatchInlineSnapshot(`"md5:345e740929cdad58fa61524e494e5a8a"`);
  expect(await read({ name: "other" })).toBe(before);
  expect(await read({ split: [0.5, 0.5] })).not.toBe(before);
  expect(await read({ classes: ["b", "a"] })).not.toBe(before);
  await writeFile(join(folder, "a/1.jpg"), "xx");
  expect(await read()).not.toBe(before);
  await writeFile(join(folder, "a/1.jpg"), "X");
  expect(await read()).toBe(before);
  await writeFile(join(folder, "a/3.jpg"), "");
  expect(await read()).not.toBe(before);
});

test("classes may be given, in the order of a network's labels", async () => {
  const folder = await folderOf(pictures({ cat: 1, cow: 1, dog: 1 }));
  const catalogue = await readCatalogue(folder, { classes: ["dog", "cat", "bird"], split: "none" });
  expect(catalogue.classes).toEqual(["dog", "cat", "bird"]);
  expect(catalogue.parts.train.map(({ label }) => label)).toEqual([1, 0]);
  expect(catalogue.problems).toEqual([{ file: "cow/0.jpg", problem: 'its class "cow" is not among the classes asked for' }]);
});

describe("headers", () => {
  test("show what is no picture, and pictures of another size than stated", async () => {
    const good = await png(4, 3);
    const folder = await folderOf({
      "a/good.png": good, "a/renamed.jpg": good, "a/grey.tif": await sharp(good).greyscale().tiff().toBuffer(), "b/text.jpg": "no picture", "b/empty.jpg": "", "b/cut.png": good.subarray(0, 20),
      "b/drawn.png": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    });
    const catalogue = await readCatalogue(folder, { headers: true, split: "none" });
    expect(catalogue.parts.train.map(({ file }) => file)).toEqual(["a/good.png", "a/grey.tif", "a/renamed.jpg"]);
    expect(catalogue.problems.map(({ file, problem }) => `${file}: ${problem.replaceAll(folder, "…")}`)).toMatchInlineSnapshot(`
      [
        "b/cut.png: cannot be read as a picture (Input file has corrupt header)",
        "b/drawn.png: is SVG, which has no pixels",
        "b/empty.jpg: cannot be read as a picture (Input file contains unsupported image format)",
        "b/text.jpg: cannot be read as a picture (Input file contains unsupported image format)",
      ]
    `);
    expect((await readCatalogue(folder, { split: "none" })).parts.train.length).toBe(7);
    expect(await refused(folder, { headers: true, onBad: "refuse" })).toMatchInlineSnapshot(`"DataError: …: b/cut.png: cannot be read as a picture (Input file has corrupt header). It is the first of 4 that are wrong. Correct them, or have such pictures passed over: onBad: "skip"."`);
  });

  test("are compared with the list's sizes, as they lie in the file", async () => {
    const turned = await sharp(await png(40, 30)).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const folder = await folderOf({ "a.jpg": turned, "b.jpg": turned, "c.jpg": turned, "list.csv": "path,label,width,height\na.jpg,x,40,30\nb.jpg,x,30,40\nc.jpg,x,40,31\n" });
    const catalogue = await readCatalogue(folder, { headers: true, split: "none" });
    expect(catalogue.parts.train.map(({ file }) => file)).toEqual(["a.jpg"]);
    expect(catalogue.problems).toEqual([
      { file: "b.jpg", problem: "must be as large as its list or its mask says, 30×40. It is 40×30" },
      { file: "c.jpg", problem: "must be as large as its list or its mask says, 40×31. It is 40×30" },
    ]);
  });
});

describe("what cannot be read", () => {
  test("is explained: what was looked for, and what is there", async () => {
    expect(await refused(await folderOf({}))).toMatchInlineSnapshot(`"DataError: …: nothing says which class the pictures are of. Looked for: a JSON file in COCO's form (annotations/instances_train2017.json); an XML file per picture, in Annotations or beside it (Annotations/1.xml); a PNG file per picture (images/1.jpg and masks/1.png); a CSV or TSV file with a column of paths and one of labels; a folder per class (cat/1.jpg or train/cat/1.jpg); classes before numbers in the names (cat.1.jpg and dog.1.jpg). The folder holds no files."`);
    expect(await refused(await folderOf({ "1.jpg": "", "2.bmp": "", "notes.txt": "" }))).toMatchInlineSnapshot(`"DataError: …: nothing says which class the pictures are of. Looked for: a JSON file in COCO's form (annotations/instances_train2017.json); an XML file per picture, in Annotations or beside it (Annotations/1.xml); a PNG file per picture (images/1.jpg and masks/1.png); a CSV or TSV file with a column of paths and one of labels; a folder per class (cat/1.jpg or train/cat/1.jpg); classes before numbers in the names (cat.1.jpg and dog.1.jpg). Found 1 picture and 1 of a format that sharp does not decode among 3 files: 1.jpg, 2.bmp, notes.txt."`);
    expect(await refused(await folderOf({ "train-00000-of-00001.parquet": "", "test-00000-of-00001.parquet": "" }))).toMatch(/Found 0 pictures among 2 files: test-00000-of-00001.parquet, train-00000-of-00001.parquet. Parquet is read by loadParquet\.$/);
    expect(await refused(await folderOf({ "1.jpg": "", "2.jpg": "" }), { layout: "voc" })).toMatchInlineSnapshot(`"DataError: …: layout "voc" needs an XML file per picture, in Annotations or beside it (Annotations/1.xml). Found 2 pictures among 2 files: 1.jpg, 2.jpg."`);
    expect(await refused(await folderOf({ "list.csv": "path,label\na.jpg,1\n", "cat/1.jpg": "" }), { layout: "names" })).toMatchInlineSnapshot(`"DataError: …: layout "names" needs classes before numbers in the names (cat.1.jpg and dog.1.jpg). Found 1 picture among 2 files: cat/1.jpg, list.csv."`);
    expect(await refused(await folderOf({ "cat/1.jpg": "" }), { classes: ["dog"] })).toMatchInlineSnapshot(`"DataError: …: no picture with a class is left, read as layout "folders", which needs a folder per class (cat/1.jpg or train/cat/1.jpg). Passed over: cat/1.jpg: its class "cat" is not among the classes asked for."`);
  });

  test("a path that is none, or a file of another kind", async () => {
    const folder = await folderOf({ "a.parquet": "", "a.npz": "", "a.zip": "", "a.jpg": "", "list.csv": "path,label\na.jpg,1\n" });
    const messages = await Promise.all(["gone", "a.parquet", "a.npz", "a.zip", "a.jpg", "/dev/null"].map((name) => readCatalogue(name.startsWith("/") ? name : join(folder, name)).catch((error: unknown) => String(error).replaceAll(folder, "…"))));
    expect(messages).toMatchInlineSnapshot(`
      [
        "DataError: …/gone: there is no such file or folder. Name a folder of pictures, or a list of them.",
        "DataError: …/a.parquet: a list of pictures must be a CSV, TSV or TXT file (layout "csv") or a JSON file (layout "coco"). Received layout "auto". Parquet is read by loadParquet. Or name the folder that holds the pictures.",
        "DataError: …/a.npz: a list of pictures must be a CSV, TSV or TXT file (layout "csv") or a JSON file (layout "coco"). Received layout "auto". Arrays are read by loadArrays. Or name the folder that holds the pictures.",
        "DataError: …/a.zip: a list of pictures must be a CSV, TSV or TXT file (layout "csv") or a JSON file (layout "coco"). Received layout "auto". Unpack archives first. Or name the folder that holds the pictures.",
        "DataError: …/a.jpg: a list of pictures must be a CSV, TSV or TXT file (layout "csv") or a JSON file (layout "coco"). Received layout "auto". Or name the folder that holds the pictures.",
        "DataError: /dev/null: there is no such file or folder. Name a folder of pictures, or a list of them.",
      ]
    `);
    await expect(readCatalogue(join(folder, "list.csv"), { layout: "coco" })).rejects.toThrow('Received layout "coco"');
    await expect(readCatalogue(join(folder, "list.csv"), { pictures: join(folder, "a.jpg") })).rejects.toThrow("a.jpg: is not a folder. Name the one that holds the pictures.");
  });

  test("options", async () => {
    const options = [{ layout: "yolo" }, { onBad: "ask" }, { classOf: "last" }, { split: [0.5, 0.6] }, { split: [1] }, { split: "half" }, { split: [0.5, 0.5, 0.5, -0.5] }, { classes: ["a", "a"] }, { seed: 0.5 }, { maxFiles: -1 }, { splits: "none" }] as readonly object[];
    expect(await Promise.all(options.map((option) => refused("nowhere", option)))).toMatchInlineSnapshot(`
      [
        "RangeError: readCatalogue: layout must be one of auto, coco, voc, masks, csv, folders, names. Received "yolo".",
        "RangeError: readCatalogue: onBad must be one of skip, refuse. Received "ask".",
        "RangeError: readCatalogue: classOf must be one of path, first. Received "last".",
        "RangeError: readCatalogue: split must be "none", or two or three fractions that sum to 1: of training, validation and test, or of training and test. Received [0.5,0.6].",
        "RangeError: readCatalogue: split must be "none", or two or three fractions that sum to 1: of training, validation and test, or of training and test. Received [1].",
        "RangeError: readCatalogue: split must be "none", or two or three fractions that sum to 1: of training, validation and test, or of training and test. Received "half".",
        "RangeError: readCatalogue: split must be "none", or two or three fractions that sum to 1: of training, validation and test, or of training and test. Received [0.5,0.5,0.5,-0.5].",
        "RangeError: readCatalogue: classes must be names, each one once. Received ["a","a"].",
        "RangeError: readCatalogue: seed must be a whole number. Received 0.5.",
        "RangeError: readCatalogue: maxFiles must be a whole number of samples from 0 to 10,000,000. Received -1.",
        "RangeError: readCatalogue: there is no option "splits". Did you mean "split"? Known: layout, name, split, seed, onBad, headers, classes, classOf, columns, pictures, maxFiles.",
      ]
    `);
  });

  test.skipIf(process.getuid?.() === 0)("folders that may not be read are told (root may read all)", async () => {
    const folder = await folderOf({ "cat/1.jpg": "", "dog/1.jpg": "" });
    await chmod(join(folder, "dog"), 0);
    expect((await readCatalogue(folder, { split: "none" })).problems).toEqual([{ file: "dog", problem: "the folder cannot be read (EACCES)" }]);
    await chmod(join(folder, "dog"), 0o700);
  });
});

test("what is listed goes through a pipeline: pictures, boxes and masks together", async () => {
  const colours = { red: [255, 0, 0], blue: [0, 0, 255] };
  const boxed = await folderOf({
    "red.png": await png(8, 4, "red"), "blue.png": await png(8, 4, "blue"),
    "list.csv": "path,label,xmin,ymin,xmax,ymax\nred.png,red,0,0,4,4\nblue.png,blue,2,0,6,2\nblue.png,red,4,2,6,4\n",
  });
  const { parts: { train: items }, folder, classes } = await readCatalogue(boxed, { split: "none" });
  const pipeline = await openPipeline({ items, folder, classes }, { shape: [4, 4, 3], workers: 0 });
  const batch = await pipeline.batch(Uint32Array.of(0, 1));
  await pipeline.close();
  expect(Array.from(batch.labels.data, (label) => classes[label])).toEqual(["blue", "red"]);
  expect(Array.from(batch.images.data.slice(0, 3), (level) => level * 255)).toEqual(colours.blue);
  // The middle of eight columns is left: the boxes move by two.
  expect(batch.boxes?.shape).toEqual([2, 2, 4]);
  expect(Array.from(batch.boxes?.data.slice(0, 8) ?? [])).toEqual([0, 0, 4, 2, 2, 2, 4, 4]);

  const masked = await folderOf({ "images/a.jpg": await png(2, 3), "masks/a.png": await greyPng(2, 3, [0, 0, 255, 255, 255, 255]) });
  const other = await readCatalogue(masked, { split: "none" });
  const masks = await openPipeline({ ...other, items: other.parts.train }, { shape: [3, 2, 3], workers: 0 });
  expect(Array.from((await masks.batch(Uint32Array.of(0))).masks?.data ?? [])).toEqual([0, 0, 1, 1, 1, 1]);
  await masks.close();
});
