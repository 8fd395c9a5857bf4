import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, refusal, run, words } from "../test/run.ts";

const small = "logistic --samples 120 --test-samples 60 --epochs 2 --backend cpu --json";

test("runs are laid side by side: settings, what came out, curves, confusion", async () => {
  const cwd = folder();
  for (const [name, settings] of [["a", ""], ["b", " --lr 0.01 --seed 2"]] as const) expect((await run(words(`train ${small}${settings} --out runs/${name}`), { cwd })).status).toBe(0);
  const { out, status, err } = await run(words("compare runs/a runs/b"), { cwd });
  expect([status, err]).toEqual([0, ""]);
  expect(out).toMatch(/^ +a +b\nmodel +logistic +logistic\n/);
  expect(out).toMatch(/settings that differ +a +b\nseed +1 +2\ndata\.checksum +\S+ +\S+\nlr +– +0\.01\n\n/);
  expect(out).toMatch(/recall, where they differ most +a +b\n/);
  for (const name of ["curves", "confusion"]) for (const kind of ["svg", "png"]) expect(existsSync(join(cwd, "runs", "compare-a-b", `${name}.${kind}`))).toBe(true);
  const json = (await run(words("compare runs/a runs/b -o figures --json"), { cwd })).json<{ runs: { params: number; history: object[]; confusion: number[][] }[]; differences: { setting: string; values: unknown[] }[] }>();
  expect(json.runs.map(({ params, history, confusion }) => [params, history.length, confusion.flat().reduce((a, b) => a + b, 0)])).toEqual([[7850, 2, 60], [7850, 2, 60]]);
  expect(json.differences.find(({ setting }) => setting === "seed")?.values).toEqual([1, 2]);
  // Balanced classes make of the loss's kind a record with weights, whose kind is the same.
  expect((await run(words(`train ${small} --class-weights balanced --out runs/c`), { cwd })).status).toBe(0);
  const { differences } = (await run(words("compare runs/a runs/c --json"), { cwd })).json<typeof json>();
  expect(differences.map(({ setting }) => setting)).toEqual(["loss.classWeights", "classWeights"]);
  // A run of an earlier version has no record of its test.
  rmSync(join(cwd, "runs", "b", "test.json"));
  expect((await run(words("compare runs/a runs/b"), { cwd })).out).toContain("No confusion matrix of b: not tested, or by an earlier version.");
  expect((await run(words("compare runs/a runs/b --layers"), { cwd })).out).not.toContain("settings that differ");
  expect(await refusal("compare runs/a runs/b mnist-cnn", { cwd })).toMatchInlineSnapshot(`"2 error: more than two can only be runs' folders. Received mnist-cnn."`);
  expect(await refusal("compare mnist-cnn logistic -o x", { cwd })).toMatchInlineSnapshot(`"2 error: --output is where the figures of runs go; models have none here."`);
}, 60_000);
