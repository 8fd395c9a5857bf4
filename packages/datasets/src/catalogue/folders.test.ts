import { symlink } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { folderOf } from "../../test/folder.ts";
import type { Catalogue } from "./catalogue.ts";
import { readCatalogue } from "./readCatalogue.ts";

const names = (catalogue: Catalogue, part: "train" | "validation" | "test" = "train"): string[] =>
  (catalogue.parts[part] ?? []).map(({ file, label }) => `${file} ${catalogue.classes[label] ?? "?"}`);

test("a folder per class below folders of parts", async () => {
  const folder = await folderOf({ "train/dog/b10.jpg": "", "train/dog/b9.jpg": "", "train/cat/a.PNG": "", "val/cat/c.jpeg": "", "testing/dog/d.webp": "", "readme.txt": "", "train/.hidden.jpg": "", "train/dog/Thumbs.db": "", "__MACOSX/train/dog/b9.jpg": "" });
  const catalogue = await readCatalogue(folder, { name: "pets" });
  expect(catalogue.title).toBe("pets: a folder per class");
  expect(catalogue.classes).toEqual(["cat", "dog"]);
  expect(names(catalogue)).toEqual(["train/cat/a.PNG cat", "train/dog/b9.jpg dog", "train/dog/b10.jpg dog"]);
  expect(names(catalogue, "validation")).toEqual(["val/cat/c.jpeg cat"]);
  expect(names(catalogue, "test")).toEqual(["testing/dog/d.webp dog"]);
  expect(catalogue.problems).toEqual([]);
});

test("folders in folders are classes of their own, or belong to the first", async () => {
  const folder = await folderOf({ "animals/cat/1.jpg": "", "animals/2.jpg": "", "plants/oak/3.jpg": "" });
  expect((await readCatalogue(folder, { split: "none" })).classes).toEqual(["animals", "animals/cat", "plants/oak"]);
  expect((await readCatalogue(folder, { split: "none", classOf: "first" })).classes).toEqual(["animals", "plants"]);
});

test("pictures in no class are told by folder, pictures beside folders of parts too", async () => {
  const folder = await folderOf({ "train/cat/1.jpg": "", "train/dog/2.jpg": "", "train/3.jpg": "", "test/1.jpg": "", "test/2.jpg": "", "extra/x/1.jpg": "", "4.jpg": "", "train/cat/old.bmp": "", "train/cat/raw.heic": "" });
  const catalogue = await readCatalogue(folder, { split: "none" });
  expect(names(catalogue)).toEqual(["train/cat/1.jpg cat", "train/dog/2.jpg dog"]);
  expect(catalogue.problems.map(({ file, problem }) => `${file}: ${problem}`)).toMatchInlineSnapshot(`
    [
      ".: 1 picture in no folder of a class inside that of a part",
      "extra/x/: 1 picture in no folder of a class inside that of a part",
      "test/: 2 pictures in no folder of a class inside that of a part",
      "train/: 1 picture in no folder of a class inside that of a part",
      "*.bmp: 1 picture of a format that sharp does not decode; save them as PNG or JPEG",
      "*.heic: 1 picture of a format that sharp does not decode; save them as PNG or JPEG",
    ]
  `);
});

test("folders around all others are no part of a class's name", async () => {
  const imagenet = await folderOf({
    "ILSVRC/Data/CLS-LOC/train/n01440764/1.JPEG": "", "ILSVRC/Data/CLS-LOC/train/n02012849/1.JPEG": "", "ILSVRC/Data/CLS-LOC/val/n01440764/2.JPEG": "", "ILSVRC/Data/CLS-LOC/test/3.JPEG": "",
    "ILSVRC/Annotations/CLS-LOC/train/n01440764/1.xml": "<annotation/>", "LOC_synset_mapping.txt": "n01440764 tench, Tinca tinca\nn02012849 crane\n", "LOC_train_solution.csv": "ImageId,PredictionString\n1,n01440764 1 2 3 4\n",
  });
  const catalogue = await readCatalogue(imagenet);
  expect(catalogue.classes).toEqual(["tench, Tinca tinca", "crane"]);
  expect([catalogue.parts.train.length, catalogue.parts.validation?.length, catalogue.parts.test]).toEqual([2, 1, undefined]);
  expect(catalogue.problems).toEqual([{ file: "ILSVRC/Data/CLS-LOC/test/", problem: "1 picture in no folder of a class inside that of a part" }]);
  expect((await readCatalogue(await folderOf({ "archive/PetImages/Cat/0.jpg": "", "archive/PetImages/Dog/0.jpg": "" }))).classes).toEqual(["Cat", "Dog"]);
  expect((await readCatalogue(await folderOf({ "a/b/cat/0.jpg": "" }))).classes).toEqual(["cat"]);
});

test("a folder called test is a class where others are", async () => {
  const folder = await folderOf({ "test/1.jpg": "", "cat/2.jpg": "" });
  expect((await readCatalogue(folder, { split: "none" })).classes).toEqual(["cat", "test"]);
});

test("ImageNet's folders get its words, in the order of the ids", async () => {
  const folder = await folderOf({
    "LOC_synset_mapping.txt": "n02012849 crane\nn01440764 tench, Tinca tinca\nn03126707 crane\n",
    "train/n03126707/a.JPEG": "", "train/n01440764/b.JPEG": "", "train/n02012849/c.JPEG": "", "train/n09999999/d.JPEG": "",
  });
  const catalogue = await readCatalogue(folder, { split: "none" });
  expect(catalogue.classes).toEqual(["tench, Tinca tinca", "crane (n02012849)", "crane (n03126707)", "n09999999"]);
  expect(names(catalogue)[0]).toBe("train/n01440764/b.JPEG tench, Tinca tinca");
});

test("words are for ImageNet's classes alone", async () => {
  const folder = await folderOf({ "words.txt": "n01440764\ttench\n", "n01440764/1.jpg": "", "cat/1.jpg": "" });
  expect((await readCatalogue(folder, { split: "none" })).classes).toEqual(["cat", "n01440764"]);
});

test("links are followed to files inside, and nowhere else", async () => {
  const outside = await folderOf({ "secret.jpg": "" });
  const folder = await folderOf({ "cat/1.jpg": "", "dog/2.jpg": "" });
  await symlink(join(folder, "dog/2.jpg"), join(folder, "cat/same.jpg"));
  await symlink(join(outside, "secret.jpg"), join(folder, "cat/out.jpg"));
  await symlink(outside, join(folder, "cat/folder"));
  await symlink(folder, join(folder, "cat/loop"));
  await symlink(join(folder, "gone.jpg"), join(folder, "cat/gone.jpg"));
  const catalogue = await readCatalogue(folder, { split: "none" });
  expect(names(catalogue)).toEqual(["cat/1.jpg cat", "cat/same.jpg cat", "dog/2.jpg dog"]);
  expect(catalogue.problems.map(({ file, problem }) => `${file}: ${problem}`)).toMatchInlineSnapshot(`
    [
      "cat/folder: a link that leads out of the folder is not followed; put the file itself there",
      "cat/gone.jpg: a link that leads nowhere (ENOENT)",
      "cat/loop: a link to a folder is not followed; put the folder itself there",
      "cat/out.jpg: a link that leads out of the folder is not followed; put the file itself there",
    ]
  `);
  await expect(readCatalogue(folder, { onBad: "refuse" })).rejects.toThrow(`cat/folder: a link that leads out of the folder is not followed`);
});

test("more files than allowed, and folders deeper than any, are refused and told", async () => {
  const folder = await folderOf({ "a/1.jpg": "", "a/2.jpg": "", "b/1.jpg": "", [`${"x/".repeat(40)}1.jpg`]: "" });
  expect((await readCatalogue(folder, { split: "none" })).problems).toEqual([{ file: "x/".repeat(33).slice(0, -1), problem: "lies deeper than 32 folders, and was not looked into" }]);
  const message = await readCatalogue(folder, { maxFiles: 3 }).then(() => "read", String);
  expect(message.replace(folder, "…")).toMatchInlineSnapshot(`"DataError: …: holds more than 3 files and folders (maxFiles). Name the folder that holds the pictures, or allow more."`);
});

const word = fc.constantFrom("cat", "dog", "train", "val", "test", "images", "n01440764", "é", "a b", "10", "9");
const picture = fc.tuple(fc.array(word, { maxLength: 4 }), fc.nat(20), fc.constantFrom(".jpg", ".PNG", ".webp", ".txt", ".bmp")).map(([path, n, ending]) => [...path, `${n}${ending}`].join("/"));

test("every picture of any tree is one item, or is counted among those passed over", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(picture, { minLength: 1, maxLength: 20 }), async (files) => {
      const folder = await folderOf(Object.fromEntries(files.map((file) => [file, ""])));
      const pictures = files.filter((file) => /\.(jpg|png|webp)$/i.test(file));
      const read = await readCatalogue(folder, { layout: "folders" }).catch((error: unknown) => error as Error);
      if (read instanceof Error) {
        expect(read.name).toBe("DataError");
        return;
      }
      const items = Object.values(read.parts).flat();
      const over = read.problems.filter(({ problem }) => problem.includes("in no folder of a class")).map(({ problem }) => Number(/^\d+/.exec(problem)?.[0]));
      expect(new Set(items.map(({ file }) => file)).size).toBe(items.length);
      expect(items.length + over.reduce((sum, count) => sum + count, 0)).toBe(pictures.length);
      for (const { file, label } of items) {
        expect(pictures).toContain(file);
        expect(file.split("/").slice(0, -1).join("/")).toMatch(new RegExp(`(^|/)${read.classes[label] ?? "?"}$`));
      }
    }),
    { numRuns: 60 },
  );
});
