import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { batchNormalization, conv2d, dense, dropout, flatten, graph, maxPooling2d, relu, toJson } from "@convscope/core";
import { randomOf } from "@convscope/nn";
import { afterAll, beforeAll, expect, test } from "vitest";
import { words } from "./run.ts";

const main = join(import.meta.dirname, "..", "dist", "main.js");

/** Everything that is drawn or remembered: dropout, running statistics, augmentation, the optimiser, averaged weights; a checkpoint after every step. */
const settings = "train net.json --samples 90 --test-samples 30 --batch 16 --epochs 3 --augment flip --average 0.9 --backend simd --threads 1 --checkpoint-minutes 0 --keep 2 --log jsonl,tensorboard";
const net = graph("net", [28, 28, 1], { conv: conv2d(4, 3, { strides: 2 }), bn: batchNormalization(), relu: relu(), pool: maxPooling2d(2), flatten: flatten(), drop: dropout(0.3), fc: dense(10) });

/** Trains into a folder as a process of its own, going on where there is something; killed after so many milliseconds. */
function train(cwd: string, killAfter?: number): Promise<{ readonly killed: boolean; readonly code: number | null; readonly err: string; readonly milliseconds: number }> {
  const start = performance.now();
  const child = spawn(process.execPath, [main, ...words(settings), "--out", "run", "--resume"], { cwd, stdio: ["ignore", "ignore", "pipe"] });
  let err = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => void (err += text));
  const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfter);
  return new Promise((resolve) =>
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ killed: signal === "SIGKILL", code, err, milliseconds: performance.now() - start });
    }),
  );
}

/** All that a run comes to, but for times. */
function outcome(cwd: string): unknown {
  const run = join(cwd, "run");
  const { history, test: measured, best, status } = JSON.parse(readFileSync(join(run, "run.json"), "utf8")) as Record<string, unknown>;
  const files = ["last.safetensors", "best.safetensors", "graph.json", "history.csv", "history.jsonl", ...readdirSync(join(run, "checkpoints")).map((name) => join("checkpoints", name))];
  return { history, measured, best, status, files: Object.fromEntries(files.map((name) => [name, readFileSync(join(run, name)).toString("base64")])), events: readFileSync(join(run, "events.out.tfevents.convscope")).length };
}

let root: string;
let whole: unknown;
let milliseconds: number;

/** A folder with the graph in it. */
function folder(name: string): string {
  const made = join(root, name);
  mkdirSync(made);
  writeFileSync(join(made, "net.json"), toJson(net));
  return made;
}

beforeAll(async () => {
  if (!existsSync(main)) throw new Error(`${main} is not there. These tests start the built command: npm run build comes first.`);
  root = mkdtempSync(join(tmpdir(), "convscope-killed-"));
  const cwd = folder("whole");
  const { code, err, ...ended } = await train(cwd);
  expect({ code, err }).toMatchObject({ code: 0 });
  ({ milliseconds } = ended);
  whole = outcome(cwd);
}, 120_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

// Five trainings of four kills each. One falls into each twentieth of the life of a whole training: start, writing and end have theirs.
test.each([0, 1, 2, 3, 4])("killed four times, training %d ends with the bits of the one that was left alone", async (i) => {
  const random = randomOf(7, "killed", i);
  const cwd = folder(`killed-${i}`);
  const killed: boolean[] = [];
  for (const kill of [0, 1, 2, 3]) killed.push((await train(cwd, ((kill * 5 + i + random.uniform()) / 20) * milliseconds)).killed);
  // The last may come too late: what was done before need not be done again.
  expect(killed.slice(0, 2)).toContain(true);
  const { code, err } = await train(cwd);
  expect({ code, err }).toMatchObject({ code: 0 });
  expect(outcome(cwd)).toEqual(whole);
  const left = [...readdirSync(join(cwd, "run")), ...readdirSync(join(cwd, "run", "checkpoints"))];
  expect(left.filter((name) => name.startsWith(".") || name.startsWith("next"))).toEqual([]);
}, 120_000);
