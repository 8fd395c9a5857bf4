import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { image, shapes, type QualityReport } from "@convscope/datasets";
import { writeSafetensors } from "@convscope/files/bytes";
import sharp from "sharp";
import { expect, test } from "vitest";
import { folder, refusal, run, words } from "../../test/run.ts";

const side = 64;
const { train, classes } = shapes({ train: 36, test: 0, side });

/** A folder for each class, its pictures of several sizes. */
async function photos(faults: boolean): Promise<string> {
  const cwd = folder();
  const write = async (name: string, i: number, width = side): Promise<void> => {
    mkdirSync(join(cwd, "photos", name, ".."), { recursive: true });
    await sharp(image(train, i), { raw: { width: side, height: side, channels: 3 } }).resize(width, 64, { fit: "fill" }).png().toFile(join(cwd, "photos", name));
  };
  for (let i = 0; i < 36; i++) await write(`${classes[train.labels[i] ?? 0]}/${i}.png`, i, 48 + 8 * (i % 5));
  if (!faults) return cwd;
  await write("circle/again.png", 5, 48);
  await write("square/again.png", 5, 48);
  writeFileSync(join(cwd, "photos", "circle", "broken.jpg"), "<html>404</html>");
  return cwd;
}

const text = (path: string): string => readFileSync(path, "utf8").replaceAll(/<image[^>]*>/g, "IMAGE");

test("a folder of one's own: what is in it, and its pictures", async () => {
  const cwd = await photos(false);
  expect((await run(words("data info photos"), { cwd })).out.replaceAll(cwd, "HERE")).toMatchInlineSnapshot(`
    "photos          photos: a folder per class
    layout          folders
    pictures        36 train
    classes         3: circle, square, triangle
    here            HERE/photos
    "
  `);
  expect((await run(words("data info photos --json"), { cwd })).json()).toMatchObject({ layout: "folders", classes: ["circle", "square", "triangle"], parts: [{ part: "train", pictures: 36 }] });
  expect((await run(words("data show photos --count 6 --json"), { cwd })).json()).toMatchObject({
    name: "photos", split: "train", file: join(cwd, "photos.svg"),
    samples: [{ index: 0, label: "circle" }, { index: 6, label: "circle" }, { index: 12, label: "square" }, { index: 18, label: "square" }, { index: 24, label: "triangle" }, { index: 30, label: "triangle" }],
  });
  const drawn = text(join(cwd, "photos.svg"));
  expect(drawn.match(/IMAGE/g)).toHaveLength(6);
  expect(drawn).toMatch(/>30 · triangle</);
});

test("one picture: as it is, bare, and as numbers", async () => {
  const cwd = await photos(false);
  expect((await run(words("data show photos --index 12 -o one.svg"), { cwd })).status).toBe(0);
  expect(text(join(cwd, "one.svg"))).toMatch(/train 12: square/);
  const { samples: [first] } = (await run(words("data show photos --index 12 --raw -o bare.png --json"), { cwd })).json<{ samples: { file: string }[] }>();
  const pixels = (path: string): Promise<Buffer> => sharp(path).removeAlpha().raw().toBuffer();
  expect((await pixels(join(cwd, "bare.png"))).equals(await pixels(join(cwd, "photos", first?.file ?? "")))).toBe(true);
  expect((await run(words("data show photos --index 12 --pixels -o numbers.svg"), { cwd })).status).toBe(0);
  expect(text(join(cwd, "numbers.svg"))).toMatch(/train 12: square(?! .the middle)/);
  await sharp({ create: { width: 300, height: 70, channels: 3, background: "#123456" } }).png().toFile(join(cwd, "photos", "square", "wide.png"));
  await sharp({ create: { width: 99, height: 99, channels: 3, background: "#123456" } }).png().toFile(join(cwd, "photos", "square", "z.png"));
  expect((await run(words("data show photos --index 25 --pixels -o middle.svg"), { cwd })).status).toBe(0);
  expect(text(join(cwd, "middle.svg"))).toMatch(/the middle of 99×99 pixels/);
});

test("boxes and masks are drawn", async () => {
  const cwd = await photos(false);
  const file = `circle/${[...train.labels.keys()].find((i) => train.labels[i] === 0)}.png`;
  writeFileSync(join(cwd, "photos", "boxes.csv"), `file,xmin,ymin,xmax,ymax,label\n${file},3,4,30,40,circle\n${file},10,14,44,60,square\n`);
  expect((await run(words("data show photos/boxes.csv -o boxed.svg"), { cwd })).status).toBe(0);
  const drawn = text(join(cwd, "boxed.svg"));
  expect(drawn).toMatch(/>0 · circle, square</);
  expect(drawn.match(/stroke="#ffd23f"/g)).toHaveLength(2);
});

test("check: a good folder is well, a bad one is told what to do", async () => {
  const good = await run(words("data check photos"), { cwd: await photos(false) });
  expect([good.status, good.out]).toMatchInlineSnapshot(`
    [
      0,
      "data        photos: a folder per class
    pictures    36 train
    classes     3: circle, square, triangle
    size        width 48 … 80 (median 64), height 64 … 64 (median 64) pixels
    brightness  16 % … 95 % (median 52 %)
    mean        0.5053, 0.4926, 0.5599 (0 … 1, of train)
    deviation   0.2820, 0.3090, 0.2881

    Nothing found: the data look well.
    ",
    ]
  `);

  const cwd = await photos(true);
  const { status, out, err } = await run(words("data check photos --sheet sheet.svg"), { cwd });
  expect(status).toBe(1);
  expect(err).toMatchInlineSnapshot(`
    "reading 39 pictures
    looking for copies among 39 pictures
    error: photos: there are 2 errors in the data.
    "
  `);
  expect(out.replaceAll(cwd, "HERE")).toMatchInlineSnapshot(`
    "data        photos: a folder per class
    pictures    39 train
    classes     3: circle, square, triangle
    size        width 48 … 80 (median 64), height 64 … 64 (median 64) pixels
    brightness  16 % … 95 % (median 49 %)
    mean        0.5230, 0.4783, 0.5626 (0 … 1, of train)
    deviation   0.2892, 0.3068, 0.2832

    error    1 picture cannot be read
             A training skips them, or stops.
             → Replace the files by good copies, or delete them.
               circle/broken.jpg (circle): Input buffer contains unsupported image
                 format

    error    3 pictures in copies with different labels
             The pixels are equal and the labels are not, so that one of them is
             wrong, or the picture shows both.
             → Decide for one label, and keep one of each.
               circle/again.png (circle), square/5.png (square), square/again.png
                 (square): circle, square

    2 errors
    The pictures are drawn in HERE/sheet.svg
    "
  `);
  for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  const sheet = text(join(cwd, "sheet.svg"));
  expect(sheet).toMatch(/two labels 1: square\/5.png/);
  expect(sheet.match(/IMAGE/g)).toHaveLength(3);

  const answer = await run(words("data check photos --json --examples 1"), { cwd });
  expect(answer.json<QualityReport & { good: boolean }>()).toMatchObject({ name: "photos", good: false, findings: [{ kind: "unreadable", examples: { length: 1 } }, { kind: "contradiction" }] });
});

test("check of a named set that is drawn has no files to compare", async () => {
  const { status, out } = await run(words("data check shapes --files"));
  expect([status, out]).toEqual([0, "shapes: has no files to check.\n"]);
  const set = await run(words("data check shapes --json"));
  expect(set.json()).toMatchObject({ name: "shapes", good: true, files: [], parts: [{ pictures: 3000 }, { pictures: 600 }] });
}, 60_000);

test("a file of arrays", async () => {
  const cwd = folder();
  const part = (count: number, first: number) => ({ images: { shape: [count, 8, 8, 3], data: Uint8Array.from({ length: count * 192 }, (_, i) => (first + i * 7 + (i % 11) * 31) % 256) }, labels: { shape: [count], data: Uint8Array.from({ length: count }, (_, i) => i % 2) } });
  const [learned, held] = [part(24, 0), part(6, 100)];
  writeFileSync(join(cwd, "mine.safetensors"), writeSafetensors({ x_train: learned.images, y_train: learned.labels, x_test: held.images, y_test: held.labels }));
  expect((await run(words("data info mine.safetensors"), { cwd })).out.replaceAll(cwd, "HERE")).toMatchInlineSnapshot(`
    "mine            mine
    layout          arrays, 8×8×3
    pictures        24 train, 6 test
    classes         2: 0, 1
    here            HERE/mine.safetensors
    "
  `);
  expect((await run(words("data show mine.safetensors --part train --count 3 --json"), { cwd })).json()).toMatchObject({ file: join(cwd, "mine.svg"), split: "train", samples: [{ index: 0, label: "0" }, { index: 8 }, { index: 16 }] });
  expect(text(join(cwd, "mine.svg"))).toMatch(/>16 · 0</);
  expect((await run(words("data check mine.safetensors --json"), { cwd })).json()).toMatchObject({ name: "mine", good: true, parts: [{ part: "train", pictures: 24 }, { part: "test", pictures: 6 }] });
});

test("Ctrl-C ends a check", async () => {
  const controller = new AbortController();
  const { status, out } = await run(words("data check shapes"), { signal: controller.signal, onErr: () => controller.abort() });
  expect([status, out]).toEqual([130, ""]);
});

test("what is nowhere, or has no such part, is refused", async () => {
  const cwd = await photos(false);
  expect(await refusal("data check elsewhere", { cwd })).toMatch(/^1 error: there is no data set, folder or file "elsewhere"\./);
  expect(await refusal("data show photos --part test", { cwd })).toMatchInlineSnapshot(`"1 error: photos: has no pictures for test. Parts with pictures: train."`);
  expect(await refusal("data show photos --index 36", { cwd })).toMatchInlineSnapshot(`"1 error: --index must be at most 35. Received 36."`);
  expect(await refusal("data show photos --part train --split train", { cwd })).toMatchInlineSnapshot(`"2 error: --part and --split say the same. Give one."`);
  writeFileSync(join(cwd, "photos", "circle", "0.png"), "none");
  expect(await refusal("data show photos --index 0 --raw", { cwd })).toMatch(/^1 error: circle\/0\.png: cannot be read as a picture/);
});
