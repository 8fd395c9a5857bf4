import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dense, flatten, graph, relu, toJson } from "@convscope/core";
import { expect, test } from "vitest";
import { folder, run, words, type Outcome } from "../../test/run.ts";

/** Without layers that know only their part of a batch, so that accumulated batches are one larger batch. */
const net = toJson(graph("small", [28, 28, 1], { flatten: flatten(), fc1: dense(6), relu: relu(), fc2: dense(10) }));
const small = "train small.json --samples 80 --test-samples 20 --epochs 2 --no-doctor --backend simd --threads 1 --json";

interface Json {
  readonly history: readonly { readonly loss: number; readonly valLoss: number }[];
  readonly test: object;
}

async function train(flags: string, cwd: string, signal?: AbortSignal): Promise<Outcome> {
  writeFileSync(join(cwd, "small.json"), net);
  return run(words(`${small} ${flags}`), { cwd, ...(signal && { signal }) });
}

let known: Json["history"] | undefined;
/** The training without any of them. */
const plain = async (cwd: string): Promise<Json["history"]> => (known ??= (await train("--batch 8 --out plain", cwd)).json<Json>().history);

test.each<[flags: string, settings: object]>([
  ["--label-smoothing 0.2", { labelSmoothing: 0.2 }],
  ["--class-weights balanced", { classWeights: "balanced", loss: { kind: "sparseCategoricalCrossentropy", classWeights: expect.any(Array) as number[] } }],
  ["--class-weights 1,2,3,4,5,6,7,8,9,0", { classWeights: [1, 2, 3, 4, 5, 6, 7, 8, 9, 0] }],
  ["--clip-norm 0.1", { clipNorm: 0.1 }],
  ["--clip-value 0.001", { clipValue: 0.001 }],
  ["--accumulate 2", { accumulate: 2 }],
  ["--average 0.9", { average: 0.9 }],
  ["--layer-decay 0.1", { layerDecay: 0.1 }],
])("%s is in run.json, makes another training, and goes on within an epoch as if it had not stopped", async (flags, settings) => {
  const cwd = folder();
  const whole = (await train(`--batch 8 ${flags} --out whole`, cwd)).json<Json>();
  const kept = (name: string): { readonly config: object } => JSON.parse(readFileSync(join(cwd, name, "run.json"), "utf8")) as { config: object };
  expect(kept("whole").config).toMatchObject(settings);
  expect(whole.history.map(({ valLoss }) => valLoss)).not.toEqual((await plain(cwd)).map(({ valLoss }) => valLoss));

  const controller = new AbortController();
  const timer = setInterval(() => { if (existsSync(join(cwd, "parts", "last.safetensors"))) controller.abort(); }, 1);
  const first = await train(`--batch 8 ${flags} --checkpoint-minutes 0 --out parts`, cwd, controller.signal);
  clearInterval(timer);
  expect(first).toMatchObject({ status: 130 });
  const second = await run(words("train --resume --out parts --checkpoint-minutes 5 --json"), { cwd });
  expect(second.err).toMatch(/going on after step \d of epoch 1\n/);
  expect(second.json<Json>()).toMatchObject({ history: whole.history, test: whole.test });
  for (const name of ["last.safetensors", "best.safetensors"]) expect(readFileSync(join(cwd, "parts", name)).equals(readFileSync(join(cwd, "whole", name)))).toBe(true);
}, 120_000);

test("accumulated batches are one larger batch; averaged weights leave the training as it is", async () => {
  const [cwd, larger] = [folder(), folder()];
  const [parts, whole] = [(await train("--batch 8 --accumulate 2 --out run", cwd)).json<Json>(), (await train("--batch 16 --out run", larger)).json<Json>()];
  for (const [i, { loss, valLoss }] of parts.history.entries()) {
    expect(loss).toBeCloseTo(whole.history[i]?.loss ?? NaN, 4);
    expect(valLoss).toBeCloseTo(whole.history[i]?.valLoss ?? NaN, 4);
  }
  const averaged = (await train("--batch 8 --average 0.9 --out run", folder())).json<Json>();
  expect(averaged.history.map(({ loss }) => loss)).toEqual((await plain(cwd)).map(({ loss }) => loss));
}, 120_000);
