import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { encodePng } from "@convscope/viz";
import pc from "picocolors";
import { expect, test } from "vitest";
import { folder } from "../test/run.ts";
import { dataReference, openData } from "./open-data.ts";
import { openSamples } from "./samples.ts";
import type { Terminal } from "./terminal.ts";

const golden = (file: string): string => fileURLToPath(new URL(`../../../golden/${file}`, import.meta.url));
const plain = pc.createColors(false);

function terminalIn(cwd: string): Terminal & { readonly said: string[] } {
  const said: string[] = [];
  return { said, out: () => undefined, err: (text) => void said.push(text), interactive: false, columns: 80, cwd, env: {}, signal: new AbortController().signal, colors: plain, errorColors: plain };
}

/** How many samples there are to learn from, hold out and test on. */
async function counts(cwd: string, data: string, options: { readonly seed?: number; readonly shape: readonly number[]; readonly validation?: number }): Promise<readonly number[]> {
  const opened = await openData(terminalIn(cwd), { data, samples: {}, seed: options.seed ?? 1 });
  const samples = await openSamples(opened, { shape: options.shape, samples: {}, seed: 1, validation: options.validation ?? 0.25 });
  try {
    return [samples.train, samples.validation, samples.test].map(({ places }) => places.length);
  } finally {
    await samples.close();
  }
}

const dot = (path: string): void => writeFileSync(path, encodePng({ width: 8, height: 8, channels: 3, data: new Uint8Array(192).fill(90) }));

test("arrays keep their own parts", async () => {
  const cwd = folder();
  copyFileSync(golden("arrays/medmnist.npz"), join(cwd, "medmnist.npz"));
  const opened = await openData(terminalIn(cwd), { data: "medmnist.npz", samples: {}, seed: 1 });
  if ("parts" in opened) throw new Error("arrays are no list of pictures");
  const stated = [opened.train.labels.length, (opened as { validation?: { labels: ArrayLike<number> } }).validation?.labels.length, opened.test.labels.length];
  expect(stated.every((n) => n !== undefined && n > 0)).toBe(true);
  expect(await counts(cwd, "medmnist.npz", { shape: opened.inputShape })).toEqual(stated);
});

test("parquet files, in the folder or in its data/", async () => {
  for (const place of ["set", "set/data"]) {
    const cwd = folder();
    mkdirSync(join(cwd, place), { recursive: true });
    for (const file of ["train-00000-of-00002.parquet", "train-00001-of-00002.parquet", "test-00000-of-00001.parquet"]) copyFileSync(golden(`parquet/${file}`), join(cwd, place, file));
    const [train = 0, validation = 0, tested = 0] = await counts(cwd, "set", { shape: [16, 16, 3], validation: 0 });
    expect([train > tested, validation, tested > 0]).toEqual([true, 0, true]);
  }
});

test("a part for validation serves as the test where there is none; pictures without parts are parted", async () => {
  const cwd = folder();
  for (const [part, count] of [["train", 8], ["val", 3]] as const)
    for (const name of ["cat", "dog"]) {
      mkdirSync(join(cwd, "parted", part, name), { recursive: true });
      for (let i = 0; i < count; i++) dot(join(cwd, "parted", part, name, `${i}.png`));
    }
  expect(await counts(cwd, "parted", { shape: [8, 8, 3] })).toEqual([12, 4, 6]);
  for (const name of ["cat", "dog"]) {
    mkdirSync(join(cwd, "whole", name), { recursive: true });
    for (let i = 0; i < 20; i++) dot(join(cwd, "whole", name, `${i}.png`));
  }
  expect(await counts(cwd, "whole", { shape: [8, 8, 3] })).toEqual([25, 9, 6]);
  expect(await counts(cwd, "whole", { shape: [8, 8, 3], validation: 0 })).toEqual([34, 0, 6]);
});

test("what was passed over is said", async () => {
  const cwd = folder();
  for (const name of ["cat", "dog"]) {
    mkdirSync(join(cwd, "pets", name), { recursive: true });
    for (let i = 0; i < 4; i++) dot(join(cwd, "pets", name, `${i}.png`));
  }
  writeFileSync(join(cwd, "pets", "cat", "raw.heic"), "no picture that can be read");
  const terminal = terminalIn(cwd);
  await openData(terminal, { data: "pets", samples: {}, seed: 1 });
  expect(terminal.said.join("")).toMatchInlineSnapshot(`
    "note: passed over: *.heic: 1 picture of a format that sharp does not decode; save them as PNG or JPEG
    "
  `);
});

test("a name is a data set's before it is a folder's", () => {
  const cwd = folder();
  mkdirSync(join(cwd, "mnist"));
  expect(dataReference("mnist", cwd)).toBe("mnist");
  expect(dataReference("./mnist", cwd)).toBe(join(cwd, "mnist"));
});
