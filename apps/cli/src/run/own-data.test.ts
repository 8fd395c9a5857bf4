import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
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
  // 15 % of 30 a class to test, 4.5 are 4 or 5; a tenth of the rest is held out.
  expect(whole.err.split("\n")[0]).toMatch(/^cifar-cnn on pictures: .*: 6[89] images to train, [789] held out, simd \(2 threads\), seed 1$/);
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

  // The same pictures elsewhere are the same data; another picture is not.
  renameSync(join(cwd, "pictures"), join(cwd, "moved"));
  expect((await refusal("train --resume --out parts --epochs 4", { cwd }))).toMatchInlineSnapshot(`"1 error: there is no folder or file HERE/pictures. If the data were moved, say where they are: --data."`);
  expect((await run(words("train --resume --out parts --epochs 4 --data moved"), { cwd })).status).toBe(0);
  expect(kept("parts")).toMatchObject({ config: { data: join(cwd, "moved") }, history: { length: 4 } });
  renameSync(join(cwd, "moved"), join(cwd, "pictures"));
  writeFileSync(join(cwd, "pictures", "circle", "new.png"), encodePng({ width: 1, height: 1, channels: 3, data: new Uint8Array(3) }));
  expect(await refusal("train --resume --out parts --epochs 5 --data pictures", { cwd })).toContain("the data must be those that the training began with");
  rmSync(join(cwd, "pictures", "circle", "new.png"));

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
  expect((await run(words("predict whole --data other --index 19 --json"), { cwd })).json()).toMatchObject({ index: 19, label: "square" });
  const { predictions } = (await run(words("predict whole other/circle/0.png --json".replace("0.png", `${[...more.labels].indexOf(0)}.png`)), { cwd })).json<{ predictions: { class: string; probability: number }[] }>();
  expect(predictions.map((row) => row.class).sort()).toEqual(["circle", "square", "triangle"]);
  expect(predictions.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);

  // A test sample by its place is the picture of that file.
  const byPlace = (await run(words("predict whole --data pictures --index 3 --json"), { cwd })).json<{ file: string; label: string; predictions: object[] }>();
  expect(byPlace.file).toMatch(new RegExp(`^${byPlace.label}/\\d+\\.png$`));
  expect((await run(words(`predict whole pictures/${byPlace.file} --json`), { cwd })).json()).toMatchObject({ predictions: byPlace.predictions });
  expect((await run(words("predict whole --data pictures --index 3"), { cwd })).out).toContain(`pictures test 3 (${byPlace.file}), in truth ${byPlace.label}\n`);
  expect(await refusal("predict whole --data pictures --index 99", { cwd })).toMatch(/^1 error: --index must be at most 1[2-4]\. Received 99\.$/);
  expect(await refusal("predict whole pictures", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/pictures: cannot be read as a picture (it is no file)."`);
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

test("a policy that cuts nothing to size learns from the middle of each picture; one that cuts to another size is refused", async () => {
  expect(await run(words(`${train.replace("flip,crop", "flip")} --epochs 1 --out flipped`), { cwd })).toMatchObject({ status: 0 });
  expect(kept("flipped").config.augment).toEqual({ pipeline: [{ kind: "mirror", p: 0.5 }] });
  expect(await refusal(`${train.replace("flip,crop", '[{"kind":"randomCrop","size":20}]')} --epochs 1 --out small`, { cwd })).toMatch(/error: \w+\/\d+\.png: the transform must end in 32×32×3\. Received 20×20×3\. Add a step/);
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
  expect(await refusal(`train cifar-cnn --data ${join(cwd, "pictures")} --input 32x32x3 --backend simd --out ${join(cwd, "pictures", "run")}`, { cwd })).toMatchInlineSnapshot(`"1 error: HERE/pictures/run: a run may not lie among the pictures, as its figures would be taken for some. Choose an --out outside HERE/pictures."`);
  mkdirSync(join(here, "alone"));
  cpSync(join(cwd, "pictures", "circle"), join(here, "alone", "circle"), { recursive: true });
  expect(await refusal("train cifar-cnn --data alone --input 32x32x3", { cwd: here })).toMatchInlineSnapshot(`"1 error: alone: there must be at least two classes to tell apart. Received only "circle". Add pictures of another class, in a folder of their own."`);
  for (const name of ["circle", "square"]) {
    mkdirSync(join(here, "few", name), { recursive: true });
    const [first = ""] = readdirSync(join(cwd, "pictures", name));
    cpSync(join(cwd, "pictures", name, first), join(here, "few", name, first));
  }
  expect(await refusal("train cifar-cnn --data few --input 32x32x3 --backend simd", { cwd: here })).toMatchInlineSnapshot(`"1 error: few: there must be at least one test picture. Received none. Give at least 4 pictures of a class, of which one is then for the test, or a folder of test pictures beside train."`);
  expect(await refusal("train mnist-cnn --data strokes --augment flop", { cwd: here })).toMatchInlineSnapshot(`"1 error: augment: there is no "flop". Did you mean "flip"? Known: flip, vflip, crop, rotate, shear, translate, zoom, elastic, jitter, lighting, gray, blur, noise, cutout, erase, randaugment, trivialaugment, autoaugment, augmix, mixup, cutmix, and every kind of step."`);
  expect(await refusal(`train kim-cnn-rand --data ${join(cwd, "pictures")}`, { cwd: here })).toMatchInlineSnapshot(`"1 error: there is no model, file or run "kim-cnn-rand". "convscope models" lists the models."`);
}, 60_000);
