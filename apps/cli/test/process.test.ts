import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { folder, words } from "./run.ts";

const main = join(import.meta.dirname, "..", "dist", "main.js");

beforeAll(() => {
  if (!existsSync(main)) throw new Error(`${main} is not there. These tests start the built command: npm run build comes first.`);
});

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built command as a process of its own; `kill` ends it with a signal once standard error holds a text. */
function command(line: string, cwd: string, kill?: { readonly signal: NodeJS.Signals; readonly once: string }, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const child = spawn(process.execPath, [main, ...words(line)], { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let [out, err, sent] = ["", "", false];
  child.stdout.setEncoding("utf8").on("data", (text: string) => void (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
    if (kill === undefined || sent || !err.includes(kill.once)) return;
    sent = true;
    // A little later, so that the next epoch has begun.
    setTimeout(() => child.kill(kill.signal), 100);
  });
  return new Promise((resolve) => child.on("close", (code, signal) => resolve({ code, signal, out, err })));
}

const train = "train fashion-cnn --samples 1000 --test-samples 100 --epochs 2 --backend wasm --json";

describe("a training that is ended from outside", () => {
  let whole: { readonly history: readonly object[]; readonly test: object };
  let weights: Buffer;
  beforeAll(async () => {
    const cwd = mkdtempSync(join(tmpdir(), "convscope-whole-"));
    const { code, out } = await command(`${train} --out whole`, cwd);
    expect(code).toBe(0);
    whole = JSON.parse(out) as typeof whole;
    weights = readFileSync(join(cwd, "whole", "last.safetensors"));
    rmSync(cwd, { recursive: true, force: true });
  }, 120_000);

  const goOn = async (cwd: string): Promise<void> => {
    const { code, out, err } = await command("train --resume --out run --json", cwd);
    expect({ code, out: JSON.parse(out) as object }).toMatchObject({ code: 0, out: { status: "finished", history: whole.history, test: whole.test } });
    expect(err).toMatch(/going on after (epoch 1|step \d+ of epoch 2)\n/);
    expect(readFileSync(join(cwd, "run", "last.safetensors")).equals(weights)).toBe(true);
  };

  test("by Ctrl-C in its second epoch: interrupted, status 130, and goes on to the same weights", async () => {
    const cwd = folder();
    const { code, out, err } = await command(`${train} --out run`, cwd, { signal: "SIGINT", once: "epoch 1/2" });
    expect(code).toBe(130);
    expect(JSON.parse(out)).toMatchObject({ status: "interrupted", epochs: 1 });
    expect(err).not.toContain("    at ");
    expect(JSON.parse(readFileSync(join(cwd, "run", "run.json"), "utf8"))).toMatchObject({ status: "interrupted" });
    await goOn(cwd);
  }, 120_000);

  test("by SIGTERM: the same with its own status", async () => {
    const cwd = folder();
    const { code, out } = await command(`${train} --out run`, cwd, { signal: "SIGTERM", once: "held out" });
    expect(code).toBe(143);
    expect(JSON.parse(out)).toMatchObject({ status: "interrupted", epochs: 0 });
  }, 120_000);

  test("by SIGKILL in its second epoch: goes on to the same weights, no draft of a file stays", async () => {
    const cwd = folder();
    const { signal } = await command(`${train} --out run`, cwd, { signal: "SIGKILL", once: "epoch 1/2" });
    expect(signal).toBe("SIGKILL");
    expect(JSON.parse(readFileSync(join(cwd, "run", "run.json"), "utf8"))).toMatchObject({ status: "running" });
    await goOn(cwd);
    expect(readdirSync(join(cwd, "run")).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  }, 120_000);
});

test("a reader that has had enough ends the command in silence", async () => {
  const child = spawn("/bin/sh", ["-c", `"${process.execPath}" "${main}" summary resnet18 | head -1`], { stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (part: string) => void (text += part));
  await new Promise((resolve) => child.on("close", resolve));
  expect(text).toMatch(/^resnet18 .*\n$/);
});

test.runIf(process.platform === "linux")("a full disk behind standard output is one line and status 1", async () => {
  const child = spawn("/bin/sh", ["-c", `"${process.execPath}" "${main}" models > /dev/full`], { stdio: ["ignore", "ignore", "pipe"] });
  let text = "";
  child.stderr.setEncoding("utf8").on("data", (part: string) => void (text += part));
  expect(await new Promise((resolve) => child.on("close", resolve))).toBe(1);
  expect(text).toMatchInlineSnapshot(`
    "error: standard output: the disk is full. Free some space; what was saved before is still there.
    "
  `);
});

test("colours are for terminals, or for whom asks", async () => {
  const escape = "\u001b[";
  expect((await command("models lenet", ".", undefined, { FORCE_COLOR: "", NO_COLOR: "" })).out).not.toContain(escape);
  expect((await command("models lenet", ".", undefined, { FORCE_COLOR: "1", NO_COLOR: "" })).out).toContain(escape);
  expect((await command("models lenet", ".", undefined, { FORCE_COLOR: "1", NO_COLOR: "1" })).out).not.toContain(escape);
});

test("completion: a script for the shell, and suggestions", async () => {
  expect((await command("complete bash", ".")).out).toContain("convscope");
  const suggested = async (line: string): Promise<readonly string[]> => (await command(`complete -- ${line}`, ".")).out.split("\n").map((row) => row.split("\t")[0] ?? "");
  expect(await suggested("summary re")).toContain("resnet18");
  expect(await suggested("tra")).toContain("train");
  expect(await suggested("export --layout n")).toEqual(expect.arrayContaining(["nchw", "nhwc"]));
  // One line for each: a shell takes every line for a word. The last tells it what to do.
  expect((await suggested("ex")).filter((word) => word !== "")).toEqual(["explain", "export", ":4"]);
  expect(await suggested("train mnist-cnn --data s")).toEqual(expect.arrayContaining(["strokes", "shapes"]));
  expect(await suggested("data info m")).toContain("mnist");
  expect(await suggested("look patches resn")).toContain("resnet18");
});
