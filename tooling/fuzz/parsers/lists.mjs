import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readCatalogue } from "@convscope/datasets";
import { damaged } from "../damage.mjs";
import { misspelt, reshaped } from "../misspell.mjs";
import { utf8 } from "../seeds.mjs";

/** @typedef {import("../random.mjs").Random} Random */

const names = ["a", "b", "c", "d", "e"];

/** Pictures that nobody opens, and the list that is told of them. @param {string} folder @param {string} list */
function lay(folder, list) {
  const made = join(folder, "made");
  for (const name of [...names.map((one) => (list.endsWith(".xml") ? `JPEGImages/${one}.jpg` : `train/${one}.jpg`)), list]) {
    mkdirSync(dirname(join(made, name)), { recursive: true });
    writeFileSync(join(made, name), "");
  }
  return { made, list: join(made, list) };
}

const tables = [
  `path,label,split\n${names.map((name, i) => `train/${name}.jpg,${i % 2 === 0 ? "cat" : '"dog, small"'},train`).join("\n")}\n`,
  `train/a.jpg;cat\ntrain/b.jpg;dog\n`,
  `image\tclass\txmin\tymin\txmax\tymax\twidth\theight\ntrain/a.jpg\tcat\t1\t2\t30\t40\t100\t90\r\ntrain/a.jpg\tdog\t5\t5\t10\t10\t100\t90\r\n`,
].map(utf8);

const coco = [
  {
    info: { year: 2017 },
    images: names.map((name, i) => ({ id: i + 1, file_name: `${name}.jpg`, width: 640, height: 480 })),
    annotations: [
      { image_id: 1, category_id: 18, bbox: [10, 20, 30, 40], iscrowd: 0, segmentation: [[1, 2, 3, 4, 5, 6]] },
      { image_id: 2, category_id: 3, bbox: [0.5, 0, 100, 100] },
      { image_id: 3, category_id: 3, bbox: [0, 0, 640, 480], iscrowd: 1, segmentation: { counts: [1], size: [2, 3] } },
    ],
    categories: [{ id: 18, name: "dog" }, { id: 3, name: "car" }],
  },
].map((json) => utf8(JSON.stringify(json)));

const voc = [
  `<?xml version="1.0"?>\n<annotation><folder>x</folder><filename>a.jpg</filename><size><width>500</width><height>375</height><depth>3</depth></size>\n<object><name>tv &amp; radio</name><difficult>1</difficult><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>20.5</xmax><ymax>20</ymax></bndbox></object></annotation>`,
  `<!DOCTYPE annotation><annotation><!-- by hand --><object><name><![CDATA[cat]]></name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>2</xmax><ymax>2</ymax></bndbox></object></annotation>`,
].map(utf8);

/** @param {readonly Uint8Array[]} good @returns {(random: Random) => Uint8Array} */
const text = (good) => (random) => (random.chance(0.6) ? misspelt(good, random) : damaged(good, random));

/** @param {string} list @param {readonly Uint8Array[]} good @param {{ readonly options?: object, readonly vary?: (random: Random) => Uint8Array }} [more] */
const listed = (list, good, { options = {}, vary = text(good) } = {}) => async (/** @type {string} */ folder) => {
  const places = lay(folder, list);
  return {
    good,
    vary,
    subject: /made/,
    async read(/** @type {Uint8Array} */ bytes) {
      writeFileSync(places.list, bytes);
      return readCatalogue(list.endsWith(".xml") ? places.made : places.list, options);
    },
  };
};

/** @type {import("../parsers.mjs").Parsers} */
export const lists = {
  csv: listed("list.csv", tables),
  tsv: listed("list.tsv", [tables[2] ?? new Uint8Array()]),
  "csv-found": async (folder) => {
    const { made, list } = lay(folder, "list.csv");
    return {
      good: tables,
      vary: text(tables),
      subject: /made/,
      async read(bytes) {
        writeFileSync(list, bytes);
        return readCatalogue(made);
      },
    };
  },
  coco: listed("annotations/instances_train.json", coco, { vary: (random) => (random.chance(0.6) ? reshaped(coco, random) : text(coco)(random)) }),
  voc: listed("Annotations/a.xml", voc, { options: { layout: "voc" } }),
  "voc-sets": async (folder) => {
    const { made } = lay(folder, "Annotations/a.xml");
    writeFileSync(join(made, "Annotations/a.xml"), voc[0] ?? "");
    mkdirSync(join(made, "ImageSets/Main"), { recursive: true });
    const good = ["a\nb 1\n", "a  -1\r\nc\r\n"].map(utf8);
    return {
      good,
      vary: text(good),
      subject: /made/,
      async read(bytes) {
        writeFileSync(join(made, "ImageSets/Main/train.txt"), bytes);
        return readCatalogue(made, { layout: "voc" });
      },
    };
  },
};
