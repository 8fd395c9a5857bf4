import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, refusal, run, words } from "../../test/run.ts";

const small = "--samples 300 --batch 32 --threads 2 --backend simd";

test("a healthy training gets a line for each check, and nothing to mend", { timeout: 120_000 }, async () => {
  const { status, out, err } = await run(words(`doctor logistic ${small} --epochs 20`));
  expect({ status, err }).toEqual({ status: 0, err: "" });
  expect(out.replace(/\d[\d,.]*(e-\d+)?/g, "N").replace(/ +/g, " ").replace(/ ?\n (?=\S)/g, " ")).toMatchInlineSnapshot(`
    "logistic on Strokes: drawn digits: N checks in N s

    ✓ inputs "flatten" from N to N mean N deviation N
    ✓ targets of N samples N of "N", N of "N"
    ✓ leaks two readings are the same; N of N validation samples among N training samples; "input" has mean N and deviation N in training, N and N in validation
    ✓ outputs fc (dense), sparseCategoricalCrossentropy takes scores of classes
    – batchStatistics no batch normalisation is trained
    ✓ initialLoss "fc" begins at N guessing at N
    – deadUnits the graph has no rectifiers, such as relu
    ✓ gradients gradient beside weight from N to N over N kernels, N in the first and N in the last
    ✓ learningRate at N the loss goes from N to N in N steps
    ✓ oneBatch N samples: N % right after N steps at N
    ✓ labels by N nearest neighbours of N samples p = N

    Nothing found.
    "
  `);
});

test("what is wrong is explained, and makes the status 1", { timeout: 120_000 }, async () => {
  const { status, out, err } = await run(words(`doctor logistic ${small} --lr 1000 --optimizer sgd --quick`));
  expect(status).toBe(1);
  expect(err).toMatchInlineSnapshot(`
    "error: 1 finding to mend before training.
    "
  `);
  expect(out.slice(out.indexOf("✗ the")).replace(/from [\d.]+ to \d[\d,.]*/, "from N to N")).toMatchInlineSnapshot(`
    "✗ the learning rate is far too large
      measured  at 1,000 the loss goes from N to N in 4 steps
      why       Each step jumps over the valley to a higher place on the other side,
                until the loss is not a number or all units are dead.
      way out   Try 0.1 and 0.01, a warm-up, or clipped gradients (clipNorm).
    "
  `);
  const { json } = await run(words(`doctor logistic ${small} --lr 1000 --optimizer sgd --quick --json`));
  const { findings, checks } = json<{ findings: { check: string; level: string }[]; checks: { check: string }[] }>();
  expect(findings.map(({ check, level }) => `${level} ${check}`)).toEqual(["wrong learningRate"]);
  expect(checks).toHaveLength(9);
});

test("a training says what the doctor finds, is the same with and without it, and goes on", { timeout: 240_000 }, async () => {
  const cwd = folder();
  // Two steps of batch normalisation.
  const train = "train fashion-cnn --samples 60 --test-samples 20 --epochs 1 --batch 32 --threads 2 --backend simd";
  const looked = await run(words(`${train} --out looked`), { cwd });
  expect(looked.status).toBe(0);
  expect(looked.err.split("\n").filter((line) => line.startsWith("note: "))).toMatchInlineSnapshot(`
    [
      "note: perhaps too few steps for the running statistics of batch normalisation: 2 steps in the whole training leave 81 % of the initial statistics. Train for more epochs, take smaller batches, or give batchNormalization a greater momentum than 0.1, such as 0.5.",
      "note: "convscope doctor" with the same settings looks closer; --no-doctor trains without this look.",
    ]
  `);
  const unlooked = await run(words(`${train} --no-doctor --out unlooked`), { cwd });
  expect(unlooked.err).not.toContain("note: ");
  writeFileSync(join(cwd, "convscope.config.json"), JSON.stringify({ model: "fashion-cnn", doctor: false }));
  expect((await run(words(`${train.replace(" fashion-cnn", "")} --out configured`), { cwd })).err).not.toContain("note: ");
  const weights = (name: string): Buffer => readFileSync(join(cwd, name, "best.safetensors"));
  expect(weights("looked").equals(weights("unlooked"))).toBe(true);
});

test("a model must be named", async () => {
  expect(await refusal("doctor", { cwd: folder() })).toMatchInlineSnapshot(`"2 error: name a model, such as convscope doctor mnist-cnn, or put a convscope.config.json here. "convscope models" lists the models."`);
});
