import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { folder, refusal, run, words } from "../../test/run.ts";
import { claimFresh, claimRun } from "./claim.ts";
import { isHeld, isUsed } from "./lock.ts";

const tell = (text: string, cwd: string): string => text.replaceAll(cwd, "HERE").replaceAll(String(process.pid), "PID").replaceAll(hostname(), "HOST");
const message = (cwd: string, act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return tell(error instanceof Error ? error.message : "", cwd);
  }
  return "";
};

/** A lock as a process leaves it that was killed. */
function leaveLock(path: string, change: object = {}): void {
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, ".lock"), JSON.stringify({ pid, host: hostname(), began: 1, ...change }));
}

test("a folder is claimed once; released, what was made for it goes if it holds nothing", () => {
  const cwd = folder();
  const place = { folder: join(cwd, "runs", "a"), numbered: false };
  const first = claimFresh(place);
  expect(message(cwd, () => claimFresh(place))).toMatchInlineSnapshot(`"HERE/runs/a: another training is at work there, process PID on HOST. Wait for its end, or choose another --out. If it is no longer alive, delete HERE/runs/a/.lock."`);
  expect(claimFresh({ ...place, numbered: true }).folder).toBe(join(cwd, "runs", "a-2"));
  first.release();
  expect(readdirSync(join(cwd, "runs"))).toEqual(["a-2"]);
  const second = claimFresh(place);
  writeFileSync(join(place.folder, "run.json"), "{}");
  second.release();
  expect(readdirSync(place.folder)).toEqual(["run.json"]);
  expect(message(cwd, () => claimFresh(place))).toMatchInlineSnapshot(`"HERE/runs/a is not empty. Choose another --out, or --resume to go on with the training there."`);
});

test("a lock whose process has gone is taken over, another machine's is not", () => {
  const cwd = folder();
  const path = join(cwd, "a");
  leaveLock(path);
  expect([isHeld(path), isUsed(path)]).toEqual([false, false]);
  const claim = claimFresh({ folder: path, numbered: false });
  expect(isHeld(path)).toBe(true);
  claim.release();
  // The number of this process, which began at another time.
  leaveLock(path, { pid: process.pid });
  claimRun(path).release();
  expect(existsSync(join(path, ".lock"))).toBe(false);
  leaveLock(path, { pid: 7, host: "elsewhere" });
  expect(message(cwd, () => claimRun(path))).toMatchInlineSnapshot(`"HERE/a: another training is at work there, process 7 on elsewhere. Wait for its end, or choose another --out. If it is no longer alive, delete HERE/a/.lock."`);
  // Written by halves, it may be of one who is about to begin.
  writeFileSync(join(path, ".lock"), "");
  expect(message(cwd, () => claimRun(path))).toMatchInlineSnapshot(`"HERE/a: another training is at work there. Wait for its end, or choose another --out. If it is no longer alive, delete HERE/a/.lock."`);
});

test.runIf(process.platform === "linux")("a process that was killed has gone, though its parent has not asked how it ended, or another has its number", async () => {
  const path = join(folder(), "a");
  // The shell becomes a program that never asks for its child.
  const parent = spawn("sh", ["-c", "sleep 0 & echo $!; exec sleep 60"], { stdio: ["ignore", "pipe", "ignore"] });
  onTestFinished(() => void parent.kill("SIGKILL"));
  const pid = await new Promise<number>((resolve) => parent.stdout.once("data", (text: Buffer) => void resolve(Number(text))));
  await vi.waitFor(() => expect(readFileSync(`/proc/${pid}/stat`, "utf8")).toContain(") Z "), { timeout: 10_000 });
  leaveLock(path, { pid });
  expect(isHeld(path)).toBe(false);
  claimRun(path).release();
  // Its number may be another's by now, who began at another time.
  leaveLock(path, { pid: parent.pid });
  expect(isHeld(path)).toBe(true);
  leaveLock(path, { pid: parent.pid, start: "0e6f… 4711" });
  expect(isHeld(path)).toBe(false);
  // A lock of ours tells when we began, as others will see it.
  const claim = claimRun(path);
  const { start } = JSON.parse(readFileSync(join(path, ".lock"), "utf8")) as { readonly start: string };
  expect(start.split(" ")[1]).toBe(readFileSync("/proc/self/stat", "utf8").split(") ").at(-1)?.split(" ")[19]);
  claim.release();
});

test.runIf(process.platform === "linux")("a folder that cannot be made is refused, and nothing stays", async () => {
  const cwd = folder();
  expect(await refusal("train logistic --samples 50 --test-samples 20 --out /proc/convscope/run", { cwd })).toMatchInlineSnapshot(`"1 error: /proc/convscope cannot be made. Choose a folder on a disk that can be written."`);
});

const small = "train logistic --samples 100 --test-samples 20 --epochs 2 --json";

test("of two trainings into one folder at once one is refused; without a name each gets its own", async () => {
  const cwd = folder();
  const both = await Promise.all([1, 2].map(() => run(words(`${small} --out same`), { cwd })));
  expect(both.map(({ status }) => status).sort()).toEqual([0, 1]);
  expect(tell(both.find(({ status }) => status === 1)?.err ?? "", cwd)).toMatch(/another training is at work there, process PID on HOST/);
  const own = await Promise.all([1, 2].map(() => run(words(small), { cwd })));
  expect(own.map(({ json }) => json()["run"]).sort()).toEqual(["logistic-strokes", "logistic-strokes-2"].map((name) => join(cwd, "runs", name)));
  expect(readdirSync(join(cwd, "same"))).not.toContain(".lock");
}, 60_000);

test("a training that is at work is not gone on with", async () => {
  const cwd = folder();
  let second: Promise<string> | undefined;
  const first = await run(words(`${small} --out run`), { cwd, onErr: (text) => void (text.startsWith("epoch 1") && (second = refusal("train --resume --out run --epochs 9", { cwd }))) });
  expect(first.status).toBe(0);
  expect(tell((await second) ?? "", cwd)).toMatchInlineSnapshot(`"1 error: HERE/run: another training is at work there, process PID on HOST. Wait for its end, or choose another --out. If it is no longer alive, delete HERE/run/.lock."`);
  expect((JSON.parse(readFileSync(join(cwd, "run", "run.json"), "utf8")) as { history: object[] }).history).toHaveLength(2);
}, 60_000);

test("data that cannot be had leave no folder", async () => {
  const cwd = folder();
  mkdirSync(join(cwd, "empty"));
  expect((await run(words("train logistic --data mnist --data-dir empty --out runs/a"), { cwd })).status).toBe(1);
  expect(readdirSync(cwd)).toEqual(["empty"]);
});
