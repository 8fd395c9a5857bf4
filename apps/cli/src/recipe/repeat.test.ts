import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, refusal, run, words } from "../../test/run.ts";

const small = "train mlp-digits --set train=64 --set test=32 --epochs 2 --seed 3 --backend simd --threads 1 --json";

test("a recipe is repeated from its folder alone, or it is said where the two part", async () => {
  const cwd = folder();
  await run(words(`${small} --out run`), { cwd });
  const again = await run(words("rerun run --json"), { cwd });
  expect({ status: again.status, json: again.json() }).toEqual({ status: 0, json: { run: join(cwd, "run"), again: join(cwd, "run-again"), same: true, differences: [], surroundings: [] } });
  const weights = (name: string): Buffer => readFileSync(join(cwd, name, "networks", "mlp-512", "weights.safetensors"));
  expect(weights("run-again").equals(weights("run"))).toBe(true);

  // As if it had been carried out elsewhere.
  const path = join(cwd, "run", "recipe.json");
  const text = readFileSync(path, "utf8");
  const told = JSON.parse(text) as { stages: { logistic: { history: { loss: number }[] } }; measures: { gain: number }; versions: Record<string, string> };
  const [, second] = told.stages.logistic.history;
  if (second) second.loss = 9;
  told.measures.gain = 0.5;
  told.versions["node"] = "19.0.0";
  writeFileSync(path, JSON.stringify(told));
  const parted = await run(words("rerun run --out other"), { cwd });
  expect(parted.status).toBe(1);
  expect(parted.out.replaceAll(cwd, "HERE").replaceAll(process.versions.node, "NODE").replace(/ +-?\d\.\d{9,}/g, "  NOW")).toMatchInlineSnapshot(`
    "
    They part, first in logistic, epoch 2, loss:

    where                    then                 now
    logistic, epoch 2, loss     9  NOW
    measure gain              0.5              0.1875

    What is not the same around them:
      node 19.0.0 then, NODE now

    The new run is in HERE/other.
    "
  `);

  // The data must be the same.
  writeFileSync(path, text.replace("strokes:1:3:", "strokes:0:3:"));
  expect(await refusal("rerun run --out third", { cwd })).toMatchInlineSnapshot(`
    "1 A multilayer perceptron beside logistic regression, on drawn digits: simd (1 thread), seed 3
    error: HERE/run: the data must be those that the recipe began with. Received strokes:1:3:64:32, where strokes:0:3:64:32 was due. Say where those are with --data-dir."
  `);
}, 180_000);

test("what cannot be repeated", async () => {
  const cwd = folder();
  await run(words(`${small} --out run`), { cwd, signal: AbortSignal.abort() });
  expect(await refusal("rerun run", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/run: only a finished run can be repeated. Received one that is interrupted. "convscope train --resume --out HERE/run" goes on with it."`);
  const path = join(cwd, "run", "recipe.json");
  writeFileSync(path, readFileSync(path, "utf8").replace("interrupted", "finished").replace("mlp-digits", "no-such-recipe"));
  expect((await refusal("rerun run", { cwd })).replace(/version \S+$/, "version X")).toMatchInlineSnapshot(`"1 error: HERE/run: this version must have the recipe that is to be repeated. Received no-such-recipe, which is none of them; "convscope recipes" lists them. Install version X"`);
  expect(await refusal("rerun run --data .", { cwd })).toMatchInlineSnapshot(`"2 error: the data of a recipe are found by their names. Say where their files are with --data-dir."`);
}, 60_000);
