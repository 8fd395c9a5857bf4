import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { folderOf } from "../../test/folder.ts";
import type { Catalogue } from "./catalogue.ts";
import { readCatalogue } from "./readCatalogue.ts";

const told = ({ problems }: Catalogue): string[] => problems.map(({ file, problem }) => `${file}: ${problem}`);

const categories = [{ id: 18, name: "dog" }, { id: 3, name: "car" }, { id: 90, name: "toothbrush" }];

const coco = (images: unknown, annotations: unknown, others: object = { categories }): string => JSON.stringify({ info: {}, images, annotations, ...others });

test("a list for each part: boxes become edges, ids with holes become labels", async () => {
  const folder = await folderOf({
    "train2017/000001.jpg": "", "train2017/000002.jpg": "", "val2017/000003.jpg": "",
    "annotations/instances_train2017.json": coco(
      [{ id: 7, file_name: "000001.jpg", width: 640, height: 480 }, { id: 5, file_name: "000002.jpg", width: 640, height: 480 }],
      [
        { image_id: 7, category_id: 90, bbox: [10, 20, 30, 40], iscrowd: 0, segmentation: [[1, 2, 3, 4, 5, 6]] },
        { image_id: 7, category_id: 18, bbox: [0.5, 0, 100, 100] },
        { image_id: 7, category_id: 3, bbox: [0, 0, 640, 480], iscrowd: 1, segmentation: { counts: [1], size: [2, 3] } },
        { image_id: 5, category_id: 3, bbox: [600, 400, 50.5, 90] },
      ],
    ),
    "annotations/instances_val2017.json": coco([{ id: 1, file_name: "000003.jpg", width: 5, height: 5 }], [{ image_id: 1, category_id: 18, bbox: [1, 1, 1, 1] }]),
    "annotations/captions_train2017.json": "{}",
  });
  const catalogue = await readCatalogue(folder, { name: "coco" });
  expect(catalogue.title).toBe("coco: boxes in COCO's lists (instances_train2017.json, instances_val2017.json)");
  expect(catalogue.classes).toEqual(["car", "dog", "toothbrush"]);
  expect(catalogue.parts).toEqual({
    train: [
      { file: "train2017/000001.jpg", label: 1, boxes: [[10, 20, 40, 60], [0.5, 0, 100.5, 100]], boxLabels: [2, 1] },
      { file: "train2017/000002.jpg", label: 0, boxes: [[600, 400, 640, 480]], boxLabels: [0] },
    ],
    validation: [{ file: "val2017/000003.jpg", label: 1, boxes: [[1, 1, 2, 2]], boxLabels: [1] }],
  });
  expect(told(catalogue)).toEqual(["annotations/instances_train2017.json: 1 annotation of crowds", ".: 1 box beyond the edges of a picture, cut there"]);
  // The list alone names the same pictures.
  expect((await readCatalogue(join(folder, "annotations/instances_train2017.json"), { split: "none" })).parts.train).toEqual(catalogue.parts.train);
});

test("a list beside its pictures, in a folder for each part", async () => {
  const one = (file: string): string => coco([{ id: "a", file_name: file, width: 9, height: 9 }], [{ image_id: "a", category_id: 3, bbox: [0, 0, 9, 9] }]);
  const folder = await folderOf({ "train/x.jpg": "", "train/_annotations.coco.json": one("x.jpg"), "valid/y.jpg": "", "valid/_annotations.coco.json": one("y.jpg") });
  const { parts } = await readCatalogue(folder);
  expect([parts.train[0]?.file, parts.validation?.[0]?.file]).toEqual(["train/x.jpg", "valid/y.jpg"]);
});

test("what is wrong in a list is told and passed over", async () => {
  const folder = await folderOf({
    "a.jpg": "", "b.jpg": "", "c.jpg": "",
    "coco.json": coco(
      [
        { id: 1, file_name: "a.jpg", width: 10, height: 10 }, { id: 1, file_name: "b.jpg" }, { id: 2, file_name: "../b.jpg" }, { id: 3, file_name: "/etc/passwd" },
        { id: 4, file_name: "d.jpg" }, { id: 5 }, null, "b.jpg", { id: {}, file_name: "b.jpg" }, { id: 6, file_name: "a.jpg" }, { id: 7, file_name: "c.jpg", width: "10", height: -1 },
      ],
      [
        { image_id: 1, category_id: 18, bbox: [0, 0, 5, 5] }, { image_id: 1, category_id: 4, bbox: [0, 0, 5, 5] }, { image_id: 1, category_id: 3, bbox: [0, 0, 5] },
        { image_id: 1, category_id: 3, bbox: ["0", 0, 5, 5] }, { image_id: 1, category_id: 3, bbox: [0, 0, -5, 5] }, { image_id: 1, category_id: 3, bbox: [20, 0, 5, 5] },
        { image_id: 1, category_id: 3, bbox: [null, 0, 5, 5] }, { image_id: 99, category_id: 3, bbox: [0, 0, 5, 5] }, { bbox: [[[]]], note: { deep: [1] } }, 7, null,
      ],
    ),
  });
  const catalogue = await readCatalogue(folder, { split: "none" });
  expect(catalogue.parts.train).toEqual([{ file: "a.jpg", label: 1, boxes: [[0, 0, 5, 5]], boxLabels: [1] }]);
  expect(told(catalogue)).toMatchInlineSnapshot(`
    [
      "coco.json: an annotation must have an image_id, a category_id of the list and a bbox of four numbers. Received { image_id: 1, category_id: 4, bbox: [0, 0, 5, 5] }",
      "coco.json: an annotation must have an image_id, a category_id of the list and a bbox of four numbers. Received { image_id: 1, category_id: 3, bbox: [0, 0, 5] }",
      "coco.json: an annotation must have an image_id, a category_id of the list and a bbox of four numbers. Received { image_id: 1, category_id: 3, bbox: ["0", 0, 5, 5] }",
      "coco.json: an annotation must have an image_id, a category_id of the list and a bbox of four numbers. Received { image_id: 1, category_id: 3, bbox: […] }",
      "coco.json: an annotation must have an image_id, a category_id of the list and a bbox of four numbers. Received { bbox: […], note: {…} }",
      "coco.json: an annotation must have an image_id, a category_id of the list and a bbox of four numbers. Received 7",
      "coco.json: an annotation must have an image_id, a category_id of the list and a bbox of four numbers. Received null",
      "coco.json: image 1 is listed twice; the first time counts",
      "coco.json: an image must have an id and a file_name. Received { id: 5 }",
      "coco.json: an image must have an id and a file_name. Received null",
      "coco.json: an image must have an id and a file_name. Received "b.jpg"",
      "coco.json: an image must have an id and a file_name. Received { id: {…}, file_name: "b.jpg" }",
      "coco.json: image 2: a list may name only pictures inside its folder. Received "../b.jpg"",
      "coco.json: image 3: a list may name only pictures inside its folder. Received "/etc/passwd"",
      "coco.json: image 4: "d.jpg" is in the list, and not in the folder",
      "coco.json: annotations of 1 image that the list does not have, the first of them 99",
      "a.jpg: a box must be wider and higher than nothing. Received xMin 0, yMin 0, xMax -5, yMax 5",
      "a.jpg: a box must touch its picture of 10×10. Received xMin 20, yMin 0, xMax 25, yMax 5",
      "a.jpg: is listed twice; the first time counts",
      ".: 1 picture without anything that has a class",
    ]
  `);
});

test("lists that are no such lists are refused", async () => {
  const texts = [
    "{", "[]", '{"images": [], "annotations": []}', coco({}, 3), coco([], [], { categories: [{ id: 1 }] }),
    coco([], [], { categories: [{ id: 1, name: "a" }, { id: 1, name: "b" }] }), coco([], []), coco([1, 2, 3, 4, 5, 6, 7], []),
  ];
  const messages = await Promise.all(texts.map(async (text) => {
    const folder = await folderOf({ "a.jpg": "", "coco.json": text });
    const message = await readCatalogue(folder, { maxFiles: 6 }).then(() => "read", (error: unknown) => String(error));
    // What is wrong with JSON each version of Node says in its own words.
    return message.replaceAll(folder, "…").replace(/is no JSON \(.+\)/, "is no JSON (…)");
  }));
  expect(messages).toMatchInlineSnapshot(`
    [
      "DataError: …/coco.json: is no JSON (…). Get the file anew.",
      "DataError: …/coco.json: a list in COCO's form must be an object with the lists images, annotations and categories. Received a list. For captions and keypoints take the file of instances.",
      "DataError: …/coco.json: a list in COCO's form must be an object with the lists images, annotations and categories. Received the keys images, annotations. For captions and keypoints take the file of instances.",
      "DataError: …/coco.json: a list in COCO's form must be an object with the lists images, annotations and categories. Received the keys info, images, annotations, categories. For captions and keypoints take the file of instances.",
      "DataError: …/coco.json: a category must have an id and a name. Received { id: 1 } at place 0.",
      "DataError: …/coco.json: each category must have an id of its own. Received 1 twice.",
      "DataError: …: no picture with a class is left, read as layout "coco", which needs a JSON file in COCO's form (annotations/instances_train2017.json). Nothing was passed over.",
      "DataError: …/coco.json: may have at most 6 images (maxFiles). It has 7.",
    ]
  `);
});

test("any JSON gives a catalogue or a clear error", async () => {
  const value = fc.oneof(fc.constantFrom(1, 18, "a.jpg", "1", null, -5, 1e308, [0, 0, 5, 5], {}), fc.jsonValue({ maxDepth: 2 }));
  const image = fc.record({ id: value, file_name: value, width: value, height: value }, { requiredKeys: [] });
  const annotation = fc.record({ image_id: value, category_id: value, bbox: fc.oneof(value, fc.array(fc.double(), { minLength: 4, maxLength: 4 })), iscrowd: value }, { requiredKeys: [] });
  const folder = await folderOf({ "a.jpg": "" });
  await fc.assert(
    fc.asyncProperty(fc.array(image, { maxLength: 3 }), fc.array(annotation, { maxLength: 3 }), fc.option(fc.array(fc.record({ id: value, name: value }), { maxLength: 2 })), async (images, annotations, given) => {
      const list = await folderOf({ "coco.json": coco(images, annotations, { categories: given ?? categories }) });
      const read = await readCatalogue(join(list, "coco.json"), { pictures: folder }).catch((error: unknown) => error);
      if (read instanceof Error) expect(read.name).toBe("DataError");
    }),
    { numRuns: 200 },
  );
});
