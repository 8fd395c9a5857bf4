import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lay } from "../test/tiny.ts";
import { checkData, dataInfo, datasets, downloadData, loadDataset } from "./index.ts";

let root: string;
let env: Record<string, string>;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "convscope-load-"));
  env = { CONVSCOPE_CACHE: join(root, "cache") };
});
afterEach(() => rm(root, { recursive: true }));
const refusal = (promise: Promise<unknown>): Promise<string> =>
  promise.then(() => "(no error)", (error: unknown) => (error instanceof Error ? error.message : String(error)).replaceAll(root, "…"));

describe("loadDataset", () => {
  test("draws what is drawn, with its options", async () => {
    const drawn = await loadDataset("strokes", { train: 20, test: 10, seed: 5, dataDir: "not looked at" });
    expect([drawn.name, drawn.train.shape[0], drawn.test.shape[0], drawn.checksum]).toEqual(["strokes", 20, 10, "strokes:1:5:20:10"]);
    expect((await loadDataset("shapes", { train: 3, test: 3, side: 48 })).inputShape).toEqual([48, 48, 3]);
  });

  test("what it gives agrees with the registry", async () => {
    for (const name of ["strokes", "shapes"] as const) {
      const { title, classes, inputShape, licence, source, boxes } = datasets[name];
      const drawn = await loadDataset(name, { train: 1, test: 1 });
      expect(drawn).toMatchObject({ title, classes, inputShape, licence, source });
      expect(drawn.train.boxes !== undefined).toBe(boxes);
    }
  });

  test("refuses names and options that it does not know", async () => {
    expect(await refusal(loadDataset("fashon-mnist"))).toMatchInlineSnapshot(`"There is no data set "fashon-mnist". Did you mean "fashion-mnist"? Known: strokes, shapes, mnist, fashion-mnist, kmnist, emnist-balanced, emnist-letters, emnist-digits, emnist-byclass, emnist-bymerge, emnist-mnist, cifar-10, cifar-100."`);
    expect(await refusal(loadDataset("toString"))).toMatchInlineSnapshot(`"There is no data set "toString". Known: strokes, shapes, mnist, fashion-mnist, kmnist, emnist-balanced, emnist-letters, emnist-digits, emnist-byclass, emnist-bymerge, emnist-mnist, cifar-10, cifar-100."`);
    const mistyped: object = { dataDirectory: "x" };
    expect(await refusal(loadDataset("mnist", mistyped))).toMatchInlineSnapshot(`"loadDataset: there is no option "dataDirectory". Known: train, test, seed, side, labels, dataDir, env, download, verify, mirrors, onProgress, timeout, retries, pause, signal."`);
  });

  test("MNIST's files must have MNIST's sizes", async () => {
    await lay(join(root, "mnist"), true);
    expect(await refusal(loadDataset("mnist", { env, dataDir: root, download: false }))).toMatchInlineSnapshot(`"…/mnist/train-images-idx3-ubyte.gz: the sizes must be 60000×28×28. The header says 6×2×3. Replace it by a good copy, or take mnist's files out of …/mnist to have them looked for elsewhere."`);
  });
});

describe("dataInfo", () => {
  test("the groups of CIFAR-100 are classes if one asks for them", async () => {
    expect((await dataInfo("cifar-100", { env })).classes).toHaveLength(100);
    expect(await dataInfo("cifar-100", { env, labels: "coarse" })).toMatchObject({ name: "cifar-100", classes: expect.objectContaining({ length: 20 }) as object, present: false });
    expect(await refusal(dataInfo("cifar-100", { env, labels: "rough" as "fine" }))).toMatchInlineSnapshot(`"cifar-100: labels must be "fine" or "coarse". Received "rough"."`);
  });

  test("an archive is one file, though the set has six", async () => {
    await mkdir(join(root, "cifar-10"));
    const path = join(root, "cifar-10", "cifar-10-binary.tar.gz");
    await writeFile(path, "not looked into");
    expect(await dataInfo("cifar-10", { env: { ...env, CONVSCOPE_DATA: root } })).toMatchObject({ present: true, files: [{ file: "cifar-10-binary.tar.gz", path, bytes: 15 }] });
    expect(await checkData("cifar-10", { env: { ...env, CONVSCOPE_DATA: root } })).toMatchObject([{ file: "cifar-10-binary.tar.gz", problem: expect.stringContaining("the file is truncated") as string }]);
  });

  test("the sets of EMNIST share one folder", async () => {
    const { cache, searched } = await dataInfo("emnist-letters", { env: { ...env, CONVSCOPE_DATA: root } });
    expect([cache, ...searched]).toEqual([join(root, "cache", "datasets", "emnist"), join(root, "emnist-letters"), join(root, "emnist"), join(root, "cache", "datasets", "emnist")]);
  });

  test("a drawn set is always there", async () => {
    expect(await dataInfo("strokes")).toMatchObject({ name: "strokes", present: true, bytes: 0, files: [], needsDownload: false });
  });

  test("says where files are, which are missing, and where it looked", async () => {
    const nowhere = await dataInfo("mnist", { env });
    expect(nowhere).toMatchObject({ present: false, files: [], bytes: 11_594_722, searched: [join(root, "cache", "datasets", "mnist")] });
    await lay(join(root, "mnist"), true, { "t10k-labels-idx1-ubyte": undefined });
    const part = await dataInfo("mnist", { env: { ...env, CONVSCOPE_DATA: root } });
    expect(part).toMatchObject({ present: false, place: "environment", folder: join(root, "mnist") });
    expect(part.files.map(({ path }) => path !== undefined)).toEqual([true, true, true, false]);
    expect(await refusal(downloadData("mnist", { env: { ...env, CONVSCOPE_DATA: root } }))).toMatchInlineSnapshot(`"mnist: …/mnist holds 3 of the set's 4 files; t10k-labels-idx1-ubyte (or t10k-labels-idx1-ubyte.gz) is missing. Add it, or take the others away."`);
  });
});

test("checkData tells every wrong file", async () => {
  await lay(join(root, "mnist"), true);
  const checked = await checkData("mnist", { env, dataDir: root });
  expect(checked.map(({ problem }) => problem !== undefined)).toEqual([true, true, true, true]);
  expect(await checkData("strokes")).toEqual([]);
  expect(await checkData("mnist", { env })).toEqual([]);
});

test("the totals that the registry gives are those of the published files", () => {
  expect(Object.values(datasets).map(({ name, train, test: held, bytes }) => [name, train, held, bytes])).toEqual([
    ["strokes", 10_000, 2_000, 0],
    ["shapes", 3_000, 600, 0],
    ["mnist", 60_000, 10_000, 11_594_722],
    ["fashion-mnist", 60_000, 10_000, 30_878_645],
    ["kmnist", 60_000, 10_000, 21_240_888],
    ["emnist-balanced", 112_800, 18_800, 561_753_746],
    ["emnist-letters", 124_800, 20_800, 561_753_746],
    ["emnist-digits", 240_000, 40_000, 561_753_746],
    ["emnist-byclass", 697_932, 116_323, 561_753_746],
    ["emnist-bymerge", 697_932, 116_323, 561_753_746],
    ["emnist-mnist", 60_000, 10_000, 561_753_746],
    ["cifar-10", 50_000, 10_000, 170_052_171],
    ["cifar-100", 50_000, 10_000, 168_513_733],
  ]);
});
