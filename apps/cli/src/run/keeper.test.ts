import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readSafetensors, writeSafetensors } from "@convscope/exchange";
import { expect, onTestFinished, test } from "vitest";
import { folder, refusal, run, words, type Outcome } from "../../test/run.ts";
import { readCheckpoint } from "./checkpoint.ts";

const small = "train logistic --samples 60 --test-samples 20 --batch 16 --backend simd --threads 1 --json";
const bytes = (path: string): Buffer => readFileSync(path);
const kept = (path: string): Record<string, unknown> => JSON.parse(readFileSync(join(path, "run.json"), "utf8")) as Record<string, unknown>;

/** What is in a folder, but for times. */
const contents = (path: string): Record<string, string> =>
  Object.fromEntries(["last.safetensors", "best.safetensors", "history.csv", "history.jsonl", ...readdirSync(join(path, "checkpoints")).map((name) => join("checkpoints", name))].map((name) => [name, bytes(join(path, name)).toString("base64")]));

/** Trains until a file is there, in whatever step that is. */
async function until(cwd: string, line: string, file: string): Promise<Outcome> {
  const controller = new AbortController();
  const timer = setInterval(() => existsSync(join(cwd, file)) && controller.abort(), 1);
  try {
    return await run(words(line), { cwd, signal: controller.signal });
  } finally {
    clearInterval(timer);
  }
}

test("interrupted within an epoch it goes on from that step; what is kept is as if it had not stopped", async () => {
  const cwd = folder();
  const asked = `${small} --epochs 3 --average 0.9 --keep 2 --log jsonl,tensorboard`;
  const whole = await run(words(`${asked} --out whole`), { cwd });
  expect(whole.status).toBe(0);
  const first = await until(cwd, `${asked} --checkpoint-minutes 0 --out parts`, "parts/last.safetensors");
  expect(first).toMatchObject({ status: 130, err: expect.stringContaining("54 images to train") as string });
  expect(first.json()).toMatchObject({ epochs: 0, status: "interrupted" });
  // What is kept may be chosen anew, what is learned may not.
  expect(await refusal("train --resume --out parts --lr 0.1", { cwd })).toContain("Received lr 0.1, where none was due");
  const second = await run(words("train --resume --out parts --checkpoint-minutes 5 --json"), { cwd });
  expect(second.err).toMatch(/going on after step \d of epoch 1\n/);
  expect(second.json()).toMatchObject({ history: whole.json()["history"], test: whole.json()["test"], best: whole.json()["best"] });
  expect(contents(join(cwd, "parts"))).toEqual(contents(join(cwd, "whole")));
  expect(readdirSync(join(cwd, "whole", "checkpoints"))).toHaveLength(2);
  expect(readFileSync(join(cwd, "whole", "history.csv"), "utf8").split("\n").map((line) => line.split(",")[0])).toEqual(["epoch", "1", "2", "3", ""]);
  expect(bytes(join(cwd, "parts", "events.out.tfevents.convscope"))).toHaveLength(bytes(join(cwd, "whole", "events.out.tfevents.convscope")).length);
}, 120_000);

test("a damaged checkpoint gives way to the one before it, with a note; the end is the same", async () => {
  const cwd = folder();
  const line = `${small} --epochs 3 --keep 1 --log jsonl --out run`;
  const whole = await run(words(line), { cwd });
  const before = contents(join(cwd, "run"));
  const last = join(cwd, "run", "last.safetensors");
  // One number of one array: the length of the file is right.
  const good = bytes(last);
  const hurt = Buffer.from(good);
  hurt[hurt.length - 3] = (hurt[hurt.length - 3] ?? 0) ^ 1;
  // Or one digit of what it tells beside them, such as a loss.
  const digit = Buffer.from(good.toString("latin1").replace(/(loss\\":\d\.\d)(\d)/, (_, before: string, one: string) => `${before}${(Number(one) + 1) % 10}`), "latin1");
  expect(digit.equals(good)).toBe(false);
  for (const wrong of [digit, hurt]) {
    writeFileSync(last, wrong);
    expect(() => readCheckpoint(last)).toThrow("Received what has another checksum");
  }
  rmSync(join(cwd, "run", "best.safetensors"));
  const again = await run(words("train --resume --out run --json"), { cwd });
  expect(again.err.replaceAll(cwd, "HERE").split("\n").slice(0, 2)).toEqual([
    "note: HERE/run/last.safetensors: a checkpoint must hold the history and the optimiser's steps and numbers, and arrays, all as they were written. Received what has another checksum. The file is damaged; delete it to begin again. The checkpoint before it, previous.safetensors, takes its place.",
    "logistic on Strokes: drawn digits: 54 images to train, 6 held out, simd (1 thread), seed 1, going on after epoch 2",
  ]);
  expect(again.json()).toMatchObject({ history: whole.json()["history"], test: whole.json()["test"] });
  expect(contents(join(cwd, "run"))).toEqual(before);
  // Best weights that lie damaged, or are of an epoch that the checkpoint does not know, are written anew.
  const best = join(cwd, "run", "best.safetensors");
  const [turned, ofAnother] = [Buffer.from(bytes(best)), Buffer.from(bytes(best).toString("latin1").replace(/"epoch":"\d"/, '"epoch":"9"'), "latin1")];
  turned[turned.length - 2] = (turned[turned.length - 2] ?? 0) ^ 64;
  for (const wrong of [Buffer.from("no weights"), turned, ofAnother]) {
    writeFileSync(best, wrong);
    expect(await refusal("evaluate run", { cwd })).toMatch(wrong.length < 20 ? /best\.safetensors/ : /^1 error: HERE\/run\/best\.safetensors: the weights must be as they were written\. Received what has another checksum: the file is damaged\. "convscope train --resume --out HERE\/run" writes it anew\.$/);
    expect((await run(words("train --resume --out run --json"), { cwd })).json()["test"]).toEqual(whole.json()["test"]);
    expect(contents(join(cwd, "run"))).toEqual(before);
  }
  for (const name of ["last", "previous"]) writeFileSync(join(cwd, "run", `${name}.safetensors`), "");
  expect(await refusal("train --resume --out run", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/run: a training goes on from a checkpoint that is whole. Received damaged ones. HERE/run/last.safetensors: must begin with an 8-byte header length. Received 0 bytes. The file is damaged or not a safetensors file; fetch or write it again. HERE/run/previous.safetensors: must begin with an 8-byte header length. Received 0 bytes. The file is damaged or not a safetensors file; fetch or write it again. Train anew into another --out."`);
}, 120_000);

test("the only checkpoint of a single epoch is lost: it begins afresh and says so", async () => {
  const cwd = folder();
  const whole = await run(words(`${small} --epochs 1 --out run`), { cwd });
  writeFileSync(join(cwd, "run", "last.safetensors"), "");
  const again = await run(words("train --resume --out run --json"), { cwd });
  expect(again.err).toContain("There is none before it, so the training begins afresh.");
  expect(again.json()["history"]).toEqual(whole.json()["history"]);
  rmSync(join(cwd, "run", "last.safetensors"));
  rmSync(join(cwd, "run", "previous.safetensors"), { force: true });
  expect((await run(words("train --resume --out run --json"), { cwd })).err.replaceAll(cwd, "HERE")).toMatch(/^note: HERE\/run holds no checkpoint of the 1 epoch that run\.json tells of, so the training begins afresh\.\n/);
}, 60_000);

/** A disk of its own of so many KiB; none where this process may not mount one. */
function disk(cwd: string, kib: number): string | undefined {
  const path = join(cwd, "disk");
  mkdirSync(path);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${kib}k`, "tmpfs", path], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  onTestFinished(() => void execFileSync("umount", ["-l", path]));
  return path;
}

test("a disk that is full for an epoch costs nothing but a note", async (context) => {
  const cwd = folder();
  const path = disk(cwd, 8000);
  if (path === undefined) return context.skip("only root can mount a small disk");
  const whole = await run(words(`${small} --epochs 4 --out whole`), { cwd });
  // All that is left is taken as soon as the first epoch is told, and given back after the third.
  const ballast = join(path, "ballast");
  const told = await run(words(`${small} --epochs 4 --out disk/run`), {
    cwd,
    onErr(text) {
      if (text.startsWith("epoch 1")) fill(ballast);
      if (text.startsWith("epoch 3")) rmSync(ballast);
    },
  });
  expect(told.err.split("\n").filter((line) => line.startsWith("note"))).toMatchInlineSnapshot(`
    [
      "note: run.json could not be written: the disk is full. Free some space; what was saved before is still there. The training goes on, and writing is tried again after each epoch.",
      "note: everything could be written again.",
    ]
  `);
  expect(told.status).toBe(0);
  expect(told.json()).toMatchObject({ history: whole.json()["history"], test: whole.json()["test"] });
  for (const name of ["last.safetensors", "best.safetensors", "history.csv"]) expect(bytes(join(path, "run", name)).equals(bytes(join(cwd, "whole", name)))).toBe(true);
}, 120_000);

/** Takes all that is left of a disk. */
function fill(path: string): void {
  for (let kib = 0; kib < 9000; kib++) {
    try {
      writeFileSync(path, new Uint8Array(1024), { flag: "a" });
    } catch {
      return;
    }
  }
}

test("a disk that stays full fails the command at the end, in words, and what was saved is gone on from", async (context) => {
  const cwd = folder();
  const path = disk(cwd, 8000);
  if (path === undefined) return context.skip("only root can mount a small disk");
  const whole = await run(words(`${small} --epochs 3 --out whole`), { cwd });
  const failed = await run(words(`${small} --epochs 3 --out disk/run`), { cwd, onErr: (text) => void (text.startsWith("epoch 2") && fill(join(path, "ballast"))) });
  expect({ ...failed, err: failed.err.split("\n").slice(2).join("\n").replaceAll(cwd, "HERE").replace(/\d+\.\d\d %/g, "N %").replace(/ +[\d.]+ s/g, "").replace(/\d\.\d{4}/g, "N") }).toMatchObject({ status: 1, out: "", err: expect.stringContaining("error: HERE/disk/run: the training is done, its test accuracy N %, but") as string });
  rmSync(join(path, "ballast"));
  const again = await run(words("train --resume --out disk/run --json"), { cwd });
  expect(again.err).toContain("going on after epoch 2\n");
  expect(again.json()).toMatchObject({ history: whole.json()["history"], test: whole.json()["test"], status: "finished" });
}, 120_000);

test("best weights for which there was no room: nothing in the folder tells of their test", async (context) => {
  const cwd = folder();
  const path = disk(cwd, 8000);
  if (path === undefined) return context.skip("only root can mount a small disk");
  const ballast = join(path, "ballast");
  // What is left is enough for run.json, and for no weights.
  const failed = await run(words(`${small} --epochs 3 --out disk/run`), {
    cwd,
    onErr(text) {
      if (!text.startsWith("epoch 1")) return;
      fill(ballast);
      truncateSync(ballast, statSync(ballast).size - 20_000);
    },
  });
  expect(failed.err).toMatch(/the training is done, its test accuracy .*, but .*best\.safetensors could not be written: the disk is full/);
  expect(kept(join(path, "run"))).toMatchObject({ status: "interrupted", reason: expect.stringContaining("best.safetensors could not be written: the disk is full.") as string });
  expect(kept(join(path, "run"))).not.toHaveProperty("test");
  expect((await run(words("evaluate disk/run --backend simd"), { cwd })).err).toContain("disk/run/best.safetensors holds the weights of epoch 1, where run.json tells of epoch");
  expect(await refusal("export safetensors disk/run -o disk/out.safetensors", { cwd })).toContain("error: HERE/disk/out.safetensors: the disk is full.");
}, 120_000);

test("weights of another epoch than run.json tells of are measured and asked with a note", async () => {
  const cwd = folder();
  await run(words(`${small} --epochs 2 --out run`), { cwd });
  const { best, ...rest } = kept(join(cwd, "run")) as { best: { epoch: number } };
  writeFileSync(join(cwd, "run", "run.json"), JSON.stringify({ ...rest, best: { ...best, epoch: 9 } }));
  for (const line of ["evaluate run --backend simd", "predict run --data strokes --backend simd"])
    expect((await run(words(line), { cwd })).err.replaceAll(cwd, "HERE")).toMatch(/^note: HERE\/run\/best\.safetensors holds the weights of epoch [12], where run\.json tells of epoch 9: the two were not written together\. "convscope train --resume --out HERE\/run" mends it\.$/m);
}, 60_000);

test("a test of other classes is refused by the file's name", async () => {
  const cwd = folder();
  await run(words(`${small} --epochs 1 --out run`), { cwd });
  writeFileSync(join(cwd, "run", "test.json"), JSON.stringify({ confusion: [[1, 0], [0, 1]], perClass: [] }));
  expect(await refusal("plot confusion run", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/run/test.json: there must be a row, and in each a number, for each of the 10 classes of run.json. Received 2. The file is damaged or of another run; delete it, and the confusion is left out."`);
}, 60_000);

test("a folder that becomes read-only while it trains is told once, and fails the command at the end", async (context) => {
  const cwd = folder();
  const path = disk(cwd, 4000);
  if (path === undefined) return context.skip("only root can mount a small disk");
  const told = await run(words(`${small} --epochs 3 --out disk/run`), { cwd, onErr: (text) => void (text.startsWith("epoch 1") && execFileSync("mount", ["-o", "remount,ro", path])) });
  expect(told.status).toBe(1);
  expect(told.err.replaceAll(cwd, "HERE").split("\n").filter((line) => /^(note|error)/.test(line)).map((line) => line.replace(/\d+\.\d\d %/, "N %"))).toMatchInlineSnapshot(`
    [
      "note: run.json could not be written: HERE/disk/run/run.json is on a disk that cannot be written. Choose another folder. The training goes on, and writing is tried again after each epoch.",
      "error: HERE/disk/run: the training is done, its test accuracy N %, but run.json, last.safetensors, best.safetensors could not be written: HERE/disk/run/run.json is on a disk that cannot be written. Choose another folder. "convscope train --resume --out HERE/disk/run" then goes on from what was saved last.",
    ]
  `);
}, 60_000);

test("a file in place of the folder is no end of the training", async () => {
  const cwd = folder();
  const path = join(cwd, "run");
  const told = await run(words(`${small} --epochs 3 --out run`), {
    cwd,
    onErr(text) {
      if (text.startsWith("epoch 1")) {
        renameSync(path, join(cwd, "aside"));
        writeFileSync(path, "");
      }
      if (text.startsWith("epoch 2")) {
        rmSync(path);
        renameSync(join(cwd, "aside"), path);
      }
    },
  });
  expect(told.status).toBe(0);
  expect(told.err).toContain("note: everything could be written again.");
  expect(kept(path)).toMatchObject({ status: "finished" });
}, 60_000);

test("a backend that is not to be had any more is named; another may take over, and the run remembers", async () => {
  const cwd = folder();
  await run(words(`${small} --epochs 1 --schedule constant --out run`), { cwd });
  const path = join(cwd, "run", "run.json");
  writeFileSync(path, readFileSync(path, "utf8").replace(`"name": "simd"`, `"name": "gone"`));
  expect(await refusal("train --resume --out run --epochs 2", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/run: a training goes on with the backend that it began with. Received gone, which is not to be had here (unknown). Get it back, or go on with another, such as --backend simd: the weights will then differ in their last digits from those of a training in one go."`);
  const again = await run(words("train --resume --out run --epochs 2 --backend cpu --json"), { cwd });
  expect(again.json()).toMatchObject({ backend: "cpu", epochs: 2, status: "finished" });
  expect(kept(join(cwd, "run"))["changes"]).toEqual(["epochs 1 became 2 after epoch 1", "backend gone became cpu after epoch 1"]);
}, 60_000);

test("weights that are no numbers are refused by name", async () => {
  const cwd = folder();
  await run(words(`${small} --epochs 1 --out run`), { cwd });
  const path = join(cwd, "run", "best.safetensors");
  const { tensors } = readSafetensors(bytes(path));
  const weight = tensors["fc.weight"];
  if (weight) weight.data[5] = NaN;
  writeFileSync(path, writeSafetensors(tensors));
  for (const line of ["evaluate run", "predict run --data strokes"]) expect(await refusal(line, { cwd })).toBe("1 error: HERE/run/best.safetensors: every weight must be a finite number. Received others in fc.weight, so whatever the network says is none either. Train again, with a smaller --lr.");
}, 60_000);
