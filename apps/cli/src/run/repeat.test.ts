import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, refusal, run, words } from "../../test/run.ts";

const small = "train fashion-cnn --samples 60 --test-samples 20 --batch 16 --epochs 2 --augment flip --standardise --backend simd --threads 1 --json";

test("a run is repeated from its folder alone, or it is said where the two part", async () => {
  const cwd = folder();
  await run(words(`${small} --out run`), { cwd });
  const again = await run(words("rerun run --json"), { cwd });
  expect({ status: again.status, json: again.json() }).toEqual({ status: 0, json: { run: join(cwd, "run"), again: join(cwd, "run-again"), same: true, differences: [], surroundings: [] } });
  for (const name of ["last", "best"]) expect(readFileSync(join(cwd, "run-again", `${name}.safetensors`)).equals(readFileSync(join(cwd, "run", `${name}.safetensors`)))).toBe(true);

  // As if the run had been made elsewhere.
  const path = join(cwd, "run", "run.json");
  const text = readFileSync(path, "utf8");
  const told = JSON.parse(text) as { history: { valLoss: number }[]; versions: Record<string, string> };
  const [, second] = told.history;
  if (second) second.valLoss = 0.5;
  told.versions["node"] = "19.0.0";
  writeFileSync(path, JSON.stringify(told));
  const parted = await run(words("rerun run --out other"), { cwd });
  expect(parted.status).toBe(1);
  expect(parted.out.replaceAll(cwd, "HERE").replaceAll(process.versions.node, "NODE").replace(/ \d\.\d{9,}/, "  NOW")).toMatchInlineSnapshot(`
    "
    They part, first in epoch 2, valLoss:

    where             then                 now
    epoch 2, valLoss   0.5   NOW

    What is not the same around them:
      node 19.0.0 then, NODE now

    The new run is in HERE/other.
    "
  `);
  expect(parted.err.replaceAll(cwd, "HERE").trimEnd().split("\n").at(-1)).toMatchInlineSnapshot(`"error: HERE/run: the repeated run is another. Repeat it with what it was made with."`);

  // The data must be the same.
  writeFileSync(path, text.replace("strokes:1:1:", "strokes:0:1:"));
  expect(await refusal("rerun run --out third", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/run: the data must be those that the training began with. Received strokes:1:1:60:20, where strokes:0:1:60:20 was due. Say where those are with --data-dir or --data."`);

  // Nothing is trained that could not be compared.
  writeFileSync(path, text);
  writeFileSync(join(cwd, "run", "best.safetensors"), "");
  expect(await refusal("rerun run --out fourth", { cwd })).toMatch(/^1 error: HERE\/run\/best\.safetensors: must begin with an 8-byte header length\./);
  expect(existsSync(join(cwd, "fourth"))).toBe(false);
}, 180_000);

test("trained weights to begin with lie in the folder too", async () => {
  const cwd = folder();
  await run(words(`${small} --out first`), { cwd });
  await run(words(`${small.replace(" --standardise", "").replace("--epochs 2", "--epochs 1")} --weights first --out run`), { cwd });
  rmSync(join(cwd, "first"), { recursive: true });
  expect((await run(words("rerun run"), { cwd })).out).toContain("The same, bit for bit: 1 epoch, test accuracy");
}, 120_000);

test("what is not finished is not repeated", async () => {
  const cwd = folder();
  await run(words(`${small} --out run`), { cwd, signal: AbortSignal.abort() });
  expect(await refusal("rerun run", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/run: only a finished run can be repeated. Received one that is interrupted. "convscope train --resume --out HERE/run" goes on with it."`);
});
