import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Catalogue, Item } from "../catalogue/catalogue.ts";
import { image } from "../dataset.ts";
import { shapes } from "../shapes/shapes.ts";
import { checkPictures } from "./checkPictures.ts";

const side = 96;
const { train, classes } = shapes({ train: 48, test: 0, side });
const pixels = (i: number): Sharp => sharp(image(train, i), { raw: { width: side, height: side, channels: 3 } });
const plain = (width: number, height: number): Sharp => sharp({ create: { width, height, channels: 3, background: "#4080c0" } });

let folder = "";
const items: Item[] = [];

async function put(file: string, label: number, bytes: Promise<Uint8Array> | Uint8Array): Promise<void> {
  await writeFile(join(folder, file), await bytes);
  items.push({ file, label });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "convscope-quality-"));
  for (let i = 0; i < 40; i++) await put(`good${i}.png`, train.labels[i] ?? 0, pixels(i).png().toBuffer());
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const catalogue = (parts: Catalogue["parts"], problems: Catalogue["problems"] = []): Catalogue => ({ name: "made", title: "Made", classes, folder, parts, problems, licence: "MIT", source: folder, checksum: "" });

test("good files are well", async () => {
  const report = await checkPictures(catalogue({ train: items.slice(0, 40) }));
  expect(report.findings).toEqual([]);
  expect(report.statistics).toMatchObject({ oneSize: true, width: { median: side }, height: { median: side }, mean: { length: 3 } });
});

test("each fault is found in its file", async () => {
  const before = items.length;
  const whole = await pixels(40).jpeg({ quality: 95 }).toBuffer();
  await put("cut.jpg", 0, whole.subarray(0, whole.length / 2));
  await put("page.jpg", 0, new TextEncoder().encode("<html>404</html>"));
  await put("drawing.png", 0, new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"><rect width="9" height="9"/></svg>'));
  await put("grey.jpg", 1, pixels(41).greyscale().jpeg().toBuffer());
  await put("tiny.png", 2, pixels(42).resize(20, 24).png().toBuffer());
  await put("wide.png", 2, pixels(43).resize(600, 100, { fit: "fill" }).png().toBuffer());
  await put("plain.jpg", 0, plain(side, side).jpeg().toBuffer());
  await put("giant.png", 0, plain(6000, 5000).composite([{ input: await pixels(44).resize(3000).png().toBuffer(), left: 500, top: 800 }]).png({ compressionLevel: 1 }).toBuffer());
  await put("again.webp", train.labels[3] ?? 0, pixels(3).webp({ lossless: true }).toBuffer());
  await put("packed.jpg", train.labels[4] ?? 0, pixels(4).resize(200, 200).jpeg({ quality: 60 }).toBuffer());
  items.push({ file: "gone.png", label: 0 }, { file: "../elsewhere.png", label: 0 });
  const faulty = items.splice(before);
  const { findings, parts } = await checkPictures(catalogue({ train: [...items, ...faulty] }, [{ file: "notes.bmp", problem: "is no picture" }]));
  expect(findings.map(({ kind, severity, examples }) => `${severity} ${kind}: ${examples.map(({ pictures, detail }) => `${pictures.map(({ file }) => file).join(" ")} (${detail})`.trim()).join(", ").replaceAll(folder, "FOLDER")}`.replace(/VipsJpeg: premature end of JPEG image|it is cut off or damaged/, "either of two reasons"))).toMatchInlineSnapshot(`
    [
      "error unreadable: cut.jpg (either of two reasons), page.jpg (Input buffer contains unsupported image format), drawing.png (SVG has no pixels), gone.png (ENOENT: no such file or directory, open 'FOLDER/gone.png'), ../elsewhere.png (it must lie in the data's folder)",
      "warning passedOver: (notes.bmp: is no picture)",
      "warning equal: good3.png again.webp (2 times)",
      "warning tiny: tiny.png (20×24)",
      "warning plain: plain.jpg (brightness 46 %)",
      "warning grey: grey.jpg (100 % of the grey ones are square)",
      "note similar: good4.png packed.jpg (2 times)",
      "note giant: giant.png (6000×5000)",
      "note extreme: wide.png (600×100)",
    ]
  `);
  expect(parts[0]?.pictures).toBe(52);
}, 30_000);

test("of data with boxes, the boxes are counted and labels not doubted", async () => {
  const boxed = items.slice(0, 12).map((item, i): Item => ({ ...item, boxes: [[1, 2, 30, 40]], boxLabels: [i < 11 ? 0 : 1] }));
  const { parts, findings } = await checkPictures(catalogue({ train: boxed }));
  expect(parts[0]?.classCounts).toEqual([11, 1, 0]);
  expect(findings.map(({ kind }) => kind)).toEqual(["missing", "few", "imbalance"]);
});

test("of data with masks, no picture need be background", async () => {
  await writeFile(join(folder, "mask.png"), await sharp({ create: { width: side, height: side, channels: 3, background: "black" } }).png().toBuffer());
  const masked = items.slice(0, 40).map((item, i): Item => ({ ...item, mask: "mask.png", label: 1 + (i % 2) }));
  expect((await checkPictures(catalogue({ train: masked }))).findings.map(({ kind }) => kind)).not.toContain("missing");
  const other = masked.map((item): Item => ({ ...item, label: 1 }));
  expect((await checkPictures(catalogue({ train: other }))).findings.find(({ kind }) => kind === "missing")?.examples.map(({ detail }) => detail)).toEqual(["triangle in train"]);
});

test("what a training would leave out cannot be read: a mask of another size, too many pixels", async () => {
  await writeFile(join(folder, "small.png"), await plain(side, 20).png().toBuffer());
  await writeFile(join(folder, "poster.png"), await plain(8001, 8000).png({ compressionLevel: 1 }).toBuffer());
  const [first, second] = items as [Item, Item];
  const { findings } = await checkPictures(catalogue({ train: [...items.slice(2), { ...first, mask: "small.png" }, { ...second, file: "poster.png" }] }));
  expect(findings.find(({ kind }) => kind === "unreadable")?.examples.map(({ detail }) => detail)).toEqual(["its mask must have 96×96 pixels like itself, received 20×96", "it has 8000×8001 pixels, more than 64000000"]);
}, 30_000);

test("a set in memory is taken as well, and a check can be ended", async () => {
  expect((await checkPictures({ ...shapes({ train: 120, test: 30 }) })).findings).toEqual([]);
  const controller = new AbortController();
  controller.abort(new Error("enough"));
  await expect(checkPictures(catalogue({ train: items }), { signal: controller.signal })).rejects.toThrow("enough");
});
