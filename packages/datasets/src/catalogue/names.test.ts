import { expect, test } from "vitest";
import { folderOf } from "../../test/folder.ts";
import { classInName } from "./names.ts";
import { readCatalogue } from "./readCatalogue.ts";

test.each([
  ["cat.0.jpg", "cat"], ["dog.12499.jpg", "dog"], ["train/cat_12.png", "cat"], ["american_bulldog_100.jpg", "american_bulldog"], ["cat (3).jpg", "cat"],
  ["cat-07.JPG", "cat"], ["cat7.jpg", "cat"], ["12.jpg", undefined], ["_1.jpg", undefined], ["cat.jpg", undefined],
])("%s shows a %s", (file, name) => {
  expect(classInName(file)).toBe(name);
});

test("Cats vs Dogs: the class is in the name, the test pictures have none", async () => {
  const train = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`train/${i % 2 === 0 ? "cat" : "dog"}.${Math.floor(i / 2)}.jpg`, ""]));
  const folder = await folderOf({ ...train, "test1/1.jpg": "", "test1/2.jpg": "", "sampleSubmission.csv": "id,label\n1,0\n" });
  const { layout, classes, parts, problems } = await readCatalogue(folder, { split: [0.8, 0.2] });
  expect([layout, classes]).toEqual(["names", ["cat", "dog"]]);
  expect([parts.train.length, parts.validation, parts.test?.length]).toEqual([16, undefined, 4]);
  expect(parts.test?.map(({ label }) => label).sort()).toEqual([0, 0, 1, 1]);
  for (const { file, label } of [...parts.train, ...(parts.test ?? [])]) expect(file.startsWith(`train/${classes[label] ?? "?"}.`)).toBe(true);
  expect(problems).toEqual([{ file: "test", problem: "2 pictures without a class before the number in the name" }]);
});

test("one folder of pictures is a class, unless their names part them", async () => {
  const folder = await folderOf({ "images/pug_1.jpg": "", "images/pug_2.jpg": "", "images/beagle_1.jpg": "", "images/beagle_2.jpg": "" });
  expect(await readCatalogue(folder)).toMatchObject({ layout: "names", classes: ["beagle", "pug"] });
  expect(await readCatalogue(folder, { layout: "folders" })).toMatchObject({ layout: "folders", classes: ["images"] });
  // Names of cameras say nothing.
  expect(await readCatalogue(await folderOf({ "holiday/a1.jpg": "", "holiday/b2.jpg": "", "holiday/c3.jpg": "" }))).toMatchObject({ layout: "folders", classes: ["holiday"] });
});
