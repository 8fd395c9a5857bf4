import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { toJson } from "@convscope/core";
import { model } from "@convscope/models";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { folder, refusal, run, words } from "./run.ts";

const main = join(import.meta.dirname, "..", "dist", "main.js");
beforeAll(() => {
  if (!existsSync(main)) throw new Error(`${main} is not there. These tests start the built command: npm run build comes first.`);
});

interface Answer {
  readonly trials: readonly { readonly trial: number; readonly epochs: number; readonly valAccuracy: number | null; readonly failed?: string; readonly status?: string; readonly run: string }[];
}
const base = { model: "logistic", data: "strokes", samples: { train: 200, test: 50 }, epochs: 4, backend: "cpu" };
const write = (cwd: string, spec: object): void => writeFileSync(join(cwd, "lr.json"), JSON.stringify({ config: base, ...spec }));
const env = { CONVSCOPE_MAIN: main };

test("halving: all for an epoch, the better ones for more, and the last is the run that it would have been alone", async () => {
  const cwd = folder();
  write(cwd, { vary: { lr: { from: 1e-5, to: 0.1, scale: "log" } }, search: "halving", trials: 4, factor: 2, seed: 3 });
  const { status, json, err } = await run(words("sweep lr.json --workers 2 --json"), { cwd, env });
  expect({ status, err }).toEqual({ status: 0, err: expect.stringContaining("round 3 of 3: 1 trial up to epoch 4") as string });
  const { trials } = json<Answer>();
  expect(trials.map(({ epochs }) => epochs).sort()).toEqual([1, 1, 2, 4]);
  const [best] = trials;
  expect(best).toMatchObject({ epochs: 4, status: "finished" });
  const alone = await run(words(`train sweeps/lr/configs/${String(best?.trial).padStart(3, "0")}.json --out alone --json`), { cwd });
  expect(alone.status).toBe(0);
  for (const file of ["best.safetensors", "history.csv"]) expect(readFileSync(join(cwd, "alone", file)).equals(readFileSync(join(best?.run ?? "", file)))).toBe(true);
}, 120_000);

test("a trial that fails is told and ranked last; what is done is not done again; Ctrl-C keeps the rest", async () => {
  const cwd = folder();
  write(cwd, { vary: { lr: [0.01, 1e38, 0.001] } });
  const controller = new AbortController();
  const first = await run(words("sweep lr.json --threads 1"), { cwd, env, signal: controller.signal, onErr: (text) => void (text.startsWith("trial 1 of 3") && controller.abort()) });
  expect([first.status, first.err]).toEqual([130, expect.stringContaining("Interrupted. What is trained is kept; go on with:\n  convscope sweep --resume --out sweeps/lr") as string]);
  const second = await run(words("sweep --resume --out sweeps/lr --json"), { cwd, env });
  expect(second.err).not.toContain("trial 1 of 3");
  const { trials } = second.json<Answer>();
  expect(trials.map(({ trial, failed }) => [trial, failed !== undefined]).at(-1)).toEqual([2, true]);
  expect(trials.map(({ trial }) => trial).slice(0, 2)).toContain(1);
  const third = await run(words("sweep --resume --out sweeps/lr"), { cwd, env });
  expect(third.err).toBe("");
  expect(third.out).toMatch(/trial +lr +epochs +valAccuracy/);
}, 120_000);

test("a trial that a killed sweep left at work is waited for, and has not failed", async () => {
  const cwd = folder();
  write(cwd, { config: { ...base, epochs: 1 }, vary: { lr: [0.01] } });
  const other = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"], { stdio: "ignore" });
  onTestFinished(() => void other.kill("SIGKILL"));
  mkdirSync(join(cwd, "sweeps/lr/trials/001"), { recursive: true });
  writeFileSync(join(cwd, "sweeps/lr/trials/001/.lock"), JSON.stringify({ pid: other.pid, host: hostname(), began: 1 }));
  const { status, err, json } = await run(words("sweep lr.json --json"), { cwd, env, onErr: (text) => void (text.startsWith("note: ") && other.kill("SIGKILL")) });
  expect([status, err]).toEqual([0, expect.stringContaining(`another training is at work there, process ${other.pid} on ${hostname()}`) as string]);
  expect(json<Answer>().trials).toEqual([expect.objectContaining({ epochs: 1, status: "finished" })]);
}, 60_000);

test("for many machines: a script that trains the same configurations, here with two processes of its own", async () => {
  const cwd = folder();
  writeFileSync(join(cwd, "net.json"), toJson(model("logistic")));
  // A path in a configuration is that of the folder in which the script was written, not of the one in which it is started.
  write(cwd, { config: { ...base, model: "./net.json", epochs: 1 }, vary: { seed: [1, 2, 3] } });
  expect((await run(words("sweep lr.json --emit torchrun"), { cwd })).out).toContain("3 configurations are in sweeps/lr/configs; sweeps/lr/sweep_torchrun.py");
  for (const rank of ["0", "1"]) {
    const { status, stdout, stderr } = spawnSync("python3", [join(cwd, "sweeps/lr/sweep_torchrun.py")], { env: { ...process.env, RANK: rank, WORLD_SIZE: "2", CONVSCOPE: `${process.execPath} ${main}` }, encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout.trim().split("\n").map((line) => line.slice(0, 11))).toEqual(rank === "0" ? ["0: 001.json", "0: 003.json"] : ["1: 002.json"]);
  }
  expect(readdirSync(join(cwd, "sweeps/lr/trials"))).toEqual(["001", "002", "003"]);
  // Its table is printed here.
  expect((await run(words("sweep --resume --out sweeps/lr --json"), { cwd, env })).json<Answer>().trials.map(({ epochs }) => epochs)).toEqual([1, 1, 1]);
  expect((await run(words("sweep lr.json --emit ray --out ray"), { cwd })).status).toBe(0);
  expect(spawnSync("python3", ["-m", "py_compile", join(cwd, "ray/sweep_ray.py")]).status).toBe(0);
}, 120_000);

test("slips show before anything is trained", async () => {
  const cwd = folder();
  write(cwd, { vary: { lrr: [1] } });
  expect(await refusal("sweep lr.json", { cwd })).toMatchInlineSnapshot(`"2 error: train: unknown field "lrr". Did you mean "lr"? Fields: model, data, dataDir, labels, samples, classes, input, epochs, batch, optimizer, lr, schedule, loss, labelSmoothing, classWeights, clipNorm, clipValue, accumulate, average, layerDecay, seed, validation, patience, augment, standardise, weights, freeze, thaw, thawRate, keep, checkpointMinutes, log, doctor, init, backend, threads, out."`);
  write(cwd, { vary: { lr: { from: 1, to: 0 } } });
  expect(await refusal("sweep lr.json", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/lr.json: vary.lr must have from < to. Received {"from":1,"to":0}."`);
  write(cwd, { vary: { lr: { from: 0, to: 1 } } });
  expect(await refusal("sweep lr.json --out other", { cwd })).toMatchInlineSnapshot(`"1 error: sweep: a grid takes lists of values. Received a range for lr. Give its values, or search at random."`);
  expect(await refusal("sweep", { cwd })).toMatchInlineSnapshot(`"2 error: name a file that says what to try; convscope sweep --help shows one. A sweep that has begun needs --resume --out sweeps/name."`);
  expect(readdirSync(cwd)).toEqual(["lr.json"]);
  expect(await refusal("sweep --resume --out nowhere", { cwd })).toMatchInlineSnapshot(`"2 error: HERE/nowhere is not a sweep: it holds no sweep.json."`);
});
