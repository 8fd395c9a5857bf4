import fc from "fast-check";
import { expect, test } from "vitest";
import { folderOf } from "../../test/folder.ts";
import type { Catalogue } from "./catalogue.ts";
import { readCatalogue } from "./readCatalogue.ts";

const told = ({ problems }: Catalogue): string[] => problems.map(({ file, problem }) => `${file}: ${problem}`);

const object = (name: string, [xmin, ymin, xmax, ymax]: readonly (number | string)[]): string =>
  `<object><name>${name}</name><pose>Left</pose><difficult>1</difficult><bndbox><xmin>${xmin}</xmin><ymin>${ymin}</ymin><xmax>${xmax}</xmax><ymax>${ymax}</ymax></bndbox></object>`;

const annotation = (...objects: readonly string[]): string =>
  `<?xml version="1.0"?>\n<annotation>\n<folder>VOC2012</folder><filename>../../etc/passwd</filename><size><width>500</width><height>375</height><depth>3</depth></size>\n${objects.join("\n")}\n</annotation>`;

test("VOC's folders: pixels from 1 with the last included become edges from 0", async () => {
  const at = (path: string): string => `VOCdevkit/VOC2012/${path}`;
  const folder = await folderOf({
    [at("JPEGImages/2007_000027.jpg")]: "", [at("JPEGImages/2007_000032.jpg")]: "", [at("JPEGImages/2007_000039.jpg")]: "", [at("JPEGImages/2007_000042.jpg")]: "",
    [at("Annotations/2007_000027.xml")]: annotation(object("person", [174, 101, 349, 351])),
    [at("Annotations/2007_000032.xml")]: annotation(object("person", [1, 1, 20, 20]), object("aeroplane", [104, 78, 375, 183]), object("person", [499, 375, 500, 375])),
    [at("Annotations/2007_000039.xml")]: annotation(object("tv &amp; radio", ["45.7", " 1 ", 500, 375])),
    [at("Annotations/2007_000042.xml")]: annotation(object("person", [1, 1, 2, 2])),
    [at("ImageSets/Main/train.txt")]: "2007_000027\n2007_000032\n",
    [at("ImageSets/Main/val.txt")]: "2007_000039 1\r\n2007_000032 -1\r\n",
    [at("ImageSets/Main/trainval.txt")]: "2007_000027\n2007_000032\n2007_000039\n",
    [at("ImageSets/Main/person_train.txt")]: "2007_000042  1\n",
  });
  const catalogue = await readCatalogue(folder);
  expect(catalogue.layout).toBe("voc");
  expect(catalogue.classes).toEqual(["aeroplane", "person", "tv & radio"]);
  expect(catalogue.parts).toEqual({
    train: [
      { file: at("JPEGImages/2007_000027.jpg"), label: 1, boxes: [[173, 100, 349, 351]], boxLabels: [1] },
      { file: at("JPEGImages/2007_000032.jpg"), label: 0, boxes: [[0, 0, 20, 20], [103, 77, 375, 183], [498, 374, 500, 375]], boxLabels: [1, 0, 1] },
    ],
    validation: [{ file: at("JPEGImages/2007_000039.jpg"), label: 2, boxes: [[44.7, 0, 500, 375]], boxLabels: [2] }],
  });
  expect(told(catalogue)).toEqual([
    "VOCdevkit/VOC2012/ImageSets/Main/val.txt: 2007_000032 is in the list of another part as well, train, which counts",
    "ImageSets/Main: 1 annotated picture in none of the lists",
  ]);
});

test("an XML file beside each picture, in folders of parts", async () => {
  const folder = await folderOf({ "train/a.png": "", "train/a.xml": annotation(object("cat", [1, 1, 9, 9])), "test/b.png": "", "test/b.xml": annotation(object("dog", [1, 1, 9, 9])), "notes.xml": "<notes/>" });
  expect((await readCatalogue(folder)).parts).toEqual({
    train: [{ file: "train/a.png", label: 0, boxes: [[0, 0, 9, 9]], boxLabels: [0] }],
    test: [{ file: "test/b.png", label: 1, boxes: [[0, 0, 9, 9]], boxLabels: [1] }],
  });
});

test("hostile files are told, and the others read", async () => {
  const laughs = `<!DOCTYPE a [<!ENTITY a "lol">${"bcdefghi".split("").map((name, i) => `<!ENTITY ${name} "${`&${"abcdefghi"[i] ?? ""};`.repeat(10)}">`).join("")}]>`;
  const files: Record<string, string> = {
    good: annotation(object("cat", [1, 1, 9, 9])),
    laughs: `${laughs}<annotation><object><name>&i;</name></object></annotation>`,
    outside: `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><annotation><object><name>&x;</name></object></annotation>`,
    deep: "<annotation>".repeat(300_000),
    cut: "<annotation><object>",
    other: "<html/>",
    empty: "",
    large: `<annotation>${" ".repeat(4_000_001)}</annotation>`,
    nothing: "<annotation/>",
    nameless: "<annotation><object><bndbox/></object></annotation>",
    numbers: annotation(object("cat", ["", "x", "1e999", "NaN"])),
    wordy: `<${"a".repeat(9_000)}>`,
    turned: annotation(object("cat", [9, 9, 1, 1])),
    beyond: annotation(object("cat", [501, 1, 600, 9])),
  };
  const folder = await folderOf({ ...Object.fromEntries(Object.entries(files).flatMap(([name, text]) => [[`JPEGImages/${name}.jpg`, ""], [`Annotations/${name}.xml`, text]])), "Annotations/gone.xml": annotation() });
  const catalogue = await readCatalogue(folder, { split: "none" });
  expect(catalogue.parts.train.map(({ file }) => file)).toEqual(["JPEGImages/good.jpg"]);
  expect(told(catalogue).map((line) => line.replaceAll(folder, "…"))).toMatchInlineSnapshot(`
    [
      "Annotations/cut.xml: cannot be read as XML (Missing end tag for element object (line 1, column 21))",
      "Annotations/deep.xml: cannot be read as XML (its elements are nested too deeply)",
      "Annotations/empty.xml: cannot be read as XML (Root element is missing or invalid (line 1, column 1))",
      "Annotations/gone.xml: there is no picture gone beside it, nor in JPEGImages or images",
      "Annotations/large.xml: …/Annotations/large.xml: the content may have at most 4,000,000 bytes. It has 4,000,026 bytes. Replace it by a good copy.",
      "Annotations/laughs.xml: cannot be read as XML (Named entity isn't defined: &i; (line 1, column 411))",
      "Annotations/nameless.xml: an <object> must have a <name> and a <bndbox>",
      "Annotations/other.xml: must be an <annotation>. Received <html>",
      "Annotations/outside.xml: cannot be read as XML (Named entity isn't defined: &x; (line 1, column 81))",
      "Annotations/wordy.xml: cannot be read as XML (Missing end tag for element aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa)",
      "JPEGImages/beyond.jpg: a box must touch its picture of 500×375. Received xMin 500, yMin 0, xMax 600, yMax 9",
      "JPEGImages/numbers.jpg: a box must have four numbers. Received xMin NaN, yMin NaN, xMax Infinity, yMax NaN",
      "JPEGImages/turned.jpg: a box must be wider and higher than nothing. Received xMin 8, yMin 8, xMax 1, yMax 1",
      ".: 4 pictures without anything that has a class",
    ]
  `);
});

test("any XML gives a catalogue or a clear error", async () => {
  const piece = fc.oneof(fc.constantFrom("<annotation>", "</annotation>", "<object>", "</object>", "<name>a</name>", "<bndbox>", "</bndbox>", "<xmin>1</xmin>", "&lt;", "&#0;", "<![CDATA[", "]]>", "<!--", "<?x ?>"), fc.string({ maxLength: 4 }));
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (pieces) => {
      const folder = await folderOf({ "a.jpg": "", "a.xml": pieces.join("") });
      const read = await readCatalogue(folder).catch((error: unknown) => error);
      if (read instanceof Error) expect(read.name).toBe("DataError");
    }),
    { numRuns: 100 },
  );
});
