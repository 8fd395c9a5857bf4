import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { image, shapes } from "@convscope/datasets";
import { encodePng } from "@convscope/viz";
import { afterAll, beforeAll, expect, test } from "vitest";
import { folder, refusal, run, words } from "../../test/run.ts";

interface Kept {
  readonly config: { readonly data: string; readonly augment?: unknown };
  readonly data: { readonly name: string; readonly classes: readonly string[]; readonly inputShape: readonly number[] };
  readonly preprocessing: object;
  readonly history: readonly object[];
}

let cwd: string;

/** A folder for each of three classes, with pictures of 40×40. */
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "convscope-own-"));
  const { train, classes } = shapes({ train: 90, test: 3, side: 40, seed: 4 });
  for (const name of classes) mkdirSync(join(cwd, "pictures", name), { recursive: true });
  train.labels.forEach((label, i) => writeFileSync(join(cwd, "pictures", classes[label] ?? "", `${i}.png`), encodePng({ width: 40, height: 40, channels: 3, data: image(train, i) })));
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const kept = (name: string): Kept => JSON.parse(readFileSync(join(cwd, name, "run.json"), "utf8")) as Kept;
const weights = (name: string): string => readFileSync(join(cwd, name, "last.safetensors")).toString("base64");
const train = "train cifar-cnn --data pictures --input 32x32x3 --batch 16 --threads 2 --backend simd --schedule constant --augment flip,crop";

test("a folder of pictures is learned from, with augmentation, and the run can be gone on with to the bit", async () => {
  const whole = await run(words(`${train} --epochs 3 --out whole --json`), { cwd });
  expect(whole.err.match(/error.*/)?.[0]).toBeUndefined();
  // 70 % of 30 a class to train, 15 % each held out and to test; 4.5 are 4 or 5.
  expect(whole.err.split("\n")[0]).toMatch(/^cifar-cnn on pictures: .*: 63 images to train, 1[34] held out, simd \(2 threads\), seed 1$/);
  expect(kept("whole")).toMatchObject({
    config: { data: join(cwd, "pictures"), augment: { pipeline: [{ kind: "mirror", p: 0.5 }, { kind: "randomCrop", size: [32, 32], padding: 4 }] } },
    data: { name: "pictures", classes: ["circle", "square", "triangle"], inputShape: [32, 32, 3] },
    preprocessing: { scale: 1 / 255, fit: "cover" },
  });
  expect((await run(words(`${train} --epochs 1 --out parts`), { cwd })).status).toBe(0);
  expect((await run(words("train --resume --out parts --epochs 3 --augment flip,crop"), { cwd })).status).toBe(0);
  expect(kept("parts").history).toEqual(kept("whole").history);
  expect(weights("parts")).toBe(weights("whole"));

  expect(await refusal("train --resume --out parts --epochs 4 --augment flip", { cwd })).toContain("HERE/parts: a training goes on with its own settings; only epochs may change. Received augment \"flip\"");
  const plain = await run(words(`${train.replace(" --augment flip,crop", "")} --epochs 3 --out plain`), { cwd });
  expect(plain.status).toBe(0);
  expect(weights("plain")).not.toBe(weights("whole"));
}, 180_000);

test("evaluate takes its test pictures, or all of another folder; predict takes one as the training did", async () => {
  const { test: measured } = kept("whole") as Kept & { readonly test: object };
  const same = await run(words("evaluate whole --json --threads 2"), { cwd });
  expect(same).toMatchObject({ status: 0, err: "" });
  expect(same.json()).toMatchObject({ ...measured, data: "pictures" });
  const other = join(cwd, "other");
  for (const name of ["circle", "square"]) mkdirSync(join(other, name), { recursive: true });
  const { train: more } = shapes({ train: 30, test: 3, side: 40, seed: 9 });
  more.labels.forEach((label, i) => label < 2 && writeFileSync(join(other, ["circle", "square"][label] ?? "", `${i}.png`), encodePng({ width: 40, height: 40, channels: 3, data: image(more, i) })));
  expect((await run(words("evaluate whole --data other --json"), { cwd })).json()).toMatchObject({ images: 20, data: "other" });
  const { predictions } = (await run(words("predict whole other/circle/0.png --json".replace("0.png", `${[...more.labels].indexOf(0)}.png`)), { cwd })).json<{ predictions: { class: string; probability: number }[] }>();
  expect(predictions.map((row) => row.class).sort()).toEqual(["circle", "square", "triangle"]);
  expect(predictions.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);
}, 60_000);

test("a picture that cannot be read is left out and told, and shifts no label", async () => {
  const broken = join(cwd, "broken");
  cpSync(join(cwd, "pictures"), broken, { recursive: true });
  for (const name of ["circle", "square", "triangle"]) for (const file of readdirSync(join(broken, name)).slice(0, 12)) truncateSync(join(broken, name, file), 200);
  const { status, err, json } = await run(words("evaluate whole --data broken --json"), { cwd });
  expect(status).toBe(0);
  const { images, perClass } = json<{ images: number; perClass: { support: number }[] }>();
  expect({ images, supports: perClass.map(({ support }) => support) }).toEqual({ images: 54, supports: [18, 18, 18] });
  expect(err).toMatch(/^note: 36 pictures could not be read and were left out, such as circle\/\d+\.png: cannot be read as a picture \(.+\)\. "convscope data check" lists them\.\n$/);
}, 60_000);

test("standardised channels have mean 0 and deviation 1, and whoever uses the run does the same", async () => {
  const { status, err } = await run(words(`${train} --epochs 1 --standardise --out scaled`), { cwd });
  expect({ status, err }).toMatchObject({ status: 0 });
  const { mean, std } = (kept("scaled").preprocessing as { standardise: { mean: number[]; std: number[] } }).standardise;
  for (const value of mean) expect(value).toBeGreaterThan(0.3);
  for (const value of std) expect(value).toBeGreaterThan(0.15);
  expect([mean.length, std.length]).toEqual([3, 3]);
  const { test: measured } = kept("scaled") as Kept & { readonly test: object };
  expect((await run(words("evaluate scaled --json --threads 2"), { cwd })).json()).toMatchObject(measured);

  // Without it the network is handed other numbers, and answers otherwise.
  const file = join(cwd, "scaled", "run.json");
  const picture = join(cwd, "grey.png");
  writeFileSync(picture, encodePng({ width: 32, height: 32, channels: 3, data: new Uint8Array(3072).fill(128) }));
  const before = (await run(words("predict scaled grey.png --json"), { cwd })).json<{ predictions: object[] }>().predictions;
  writeFileSync(file, readFileSync(file, "utf8").replace(`"standardise": {`, `"other": {`));
  expect((await run(words("predict scaled grey.png --json"), { cwd })).json<{ predictions: object[] }>().predictions).not.toEqual(before);
}, 60_000);

test("mixing makes rows of the labels by itself", async () => {
  const { status, err } = await run(words("train cifar-cnn --data shapes --samples 60 --test-samples 12 --epochs 1 --augment flip,mixup --backend simd --out mixed"), { cwd });
  expect({ status, err }).toMatchObject({ status: 0 });
  expect(kept("mixed").config.augment).toMatchObject({ pipeline: [{ kind: "mirror" }], mix: { kind: "mixup" } });
  expect(await refusal("train cifar-cnn --data shapes --samples 60 --epochs 1 --augment mixup --loss negativeLogLikelihood --out none", { cwd })).toMatchInlineSnapshot(`"1 error: cifar-cnn: mixup gives every picture parts of two classes, which negativeLogLikelihood cannot take. Use --loss categoricalCrossentropy."`);
}, 60_000);

test("what cannot be learned from is refused", async () => {
  const here = folder();
  expect(await refusal("train mnist-cnn --data picturs", { cwd: here })).toMatchInlineSnapshot(`"1 error: there is no data set, folder or file "picturs". By name: strokes, shapes, mnist, fashion-mnist, kmnist, emnist-balanced, emnist-letters, emnist-digits, emnist-byclass, emnist-bymerge, emnist-mnist, cifar-10, cifar-100. By path: a folder of pictures, a list of them, or a file of arrays."`);
  mkdirSync(join(here, "empty"));
  expect(await refusal("train mnist-cnn --data empty", { cwd: here })).toMatchInlineSnapshot(`"1 error: HERE/empty: nothing says which class the pictures are of. Looked for: a JSON file in COCO's form (annotations/instances_train2017.json); an XML file per picture, in Annotations or beside it (Annotations/1.xml); a PNG file per picture (images/1.jpg and masks/1.png); a CSV or TSV file with a column of paths and one of labels; a folder per class (cat/1.jpg or train/cat/1.jpg); classes before numbers in the names (cat.1.jpg and dog.1.jpg). The folder holds no files."`);
  expect(await refusal("train mnist-cnn --data strokes --augment flop", { cwd: here })).toMatchInlineSnapshot(`"1 error: augment: there is no "flop". Did you mean "flip"? Known: flip, vflip, crop, rotate, shear, translate, zoom, elastic, jitter, lighting, gray, blur, noise, cutout, erase, randaugment, trivialaugment, autoaugment, augmix, mixup, cutmix, and every kind of step."`);
  expect(await refusal(`train kim-cnn-rand --data ${join(cwd, "pictures")}`, { cwd: here })).toMatchInlineSnapshot(`"1 error: there is no model, file or run "kim-cnn-rand". "convscope models" lists the models."`);
}, 60_000);
