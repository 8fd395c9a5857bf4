import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { folder, refusal, run, words } from "../../test/run.ts";

const how = "--threads 1 --backend simd";
const place = mkdtempSync(join(tmpdir(), "convscope-kept-"));
/** A training that goes well, and one whose steps are far too long. */
const [well, wild] = [join(place, "well"), join(place, "wild")];

beforeAll(async () => {
  await run(words(`train mlp-512 --samples 400 --test-samples 20 --epochs 6 --batch 32 --validation 0.25 ${how} --no-doctor --out ${well}`));
  await run(words(`train mlp-512 --samples 200 --test-samples 20 --epochs 5 --batch 32 --optimizer adam --lr 1 ${how} --no-doctor --out ${wild}`));
  return () => rmSync(place, { recursive: true, force: true });
}, 120_000);

const files = (path: string): readonly string[] => ["run.json", "best.safetensors", "last.safetensors"].map((name) => readFileSync(join(path, name)).toString("base64"));

test("a run that went well gets a line for each check of what has come of it, and is left as it was", { timeout: 120_000 }, async () => {
  const before = files(well);
  const { status, out, err } = await run(words(`doctor ${well} ${how}`));
  expect({ status, err }).toEqual({ status: 0, err: "" });
  expect(out.replaceAll(well, "RUN").replace(/\d[\d,.]*(e-\d+)?/g, "N").replace(/ +/g, " ").replace(/ ?\n (?=\S)/g, " ")).toMatchInlineSnapshot(`
    "RUN on Strokes: drawn digits: N checks in N s

    ✓ inputs "flatten" from N to N mean N deviation N
    ✓ targets of N samples N of "N", N of "N"
    ✓ leaks two readings are the same; N of N validation samples among N training samples; "input" has mean N and deviation N in training, N and N in validation
    ✓ outputs fcN (dense), sparseCategoricalCrossentropy takes scores of classes
    – batchStatistics no batch normalisation is trained
    ✓ deadUnits in the kept network at most N % of a layer's units are dead, N of N in reluN
    ✓ gradients gradient beside weight from N to N over N kernels, N in the first and N in the last
    ✓ course the training loss goes from N to N in N epochs, least N in epoch N; learning rate at the end of the first N of the last N
    ✓ movement kernels have gone from N to N of their size, and at most N from the kept weights to the last ones
    ✓ heldOut N learned samples: loss N N % right, N held-out samples: loss N N % right
    ✓ labels by N nearest neighbours of N samples p = N

    Nothing found.
    "
  `);
  expect(files(well)).toEqual(before);
});

test("a run whose steps were far too long is explained, and JSON has it all", { timeout: 120_000 }, async () => {
  const { status, json } = await run(words(`doctor ${wild} ${how} --json`));
  const { findings, ...rest } = json<{ run: string; findings: { check: string; level: string; title: string; wayOut: string }[]; checks: { check: string }[] }>();
  expect(status).toBe(1);
  expect(rest.run).toBe(wild);
  expect(rest.checks.map(({ check }) => check)).toEqual(expect.arrayContaining(["course", "movement", "heldOut", "gradients"]));
  expect(findings.map(({ check, level, title }) => `${level} ${check}: ${title}`)).toMatchInlineSnapshot(`
    [
      "wrong deadUnits: most units are dead in the kept network",
      "wrong gradients: no gradient reaches some layers",
      "wrong course: the network does no better than guessing",
    ]
  `);
});

test("a run that has left no weights is looked at as it began", { timeout: 120_000 }, async () => {
  const cwd = folder();
  const { status } = await run(words(`train logistic --samples 100 --test-samples 20 --epochs 1 --batch 16 --optimizer sgd --lr 1e38 ${how} --no-doctor --out lost`), { cwd });
  expect(status).toBe(1);
  const { err, json } = await run(words(`doctor lost ${how} --quick --json`), { cwd });
  expect(err.split("\n").filter((line) => line.startsWith("note: ")).map((line) => line.replace(/ It ended so: .*/, " It ended so: …"))).toMatchInlineSnapshot(`
    [
      "note: the run has left no weights, so it is looked at as it began. It ended so: …",
    ]
  `);
  expect(json<{ findings: { title: string }[] }>().findings.map(({ title }) => title)).toEqual(["the learning rate is far too large"]);
});

test("settings of another training, and data of another, are refused", { timeout: 60_000 }, async () => {
  expect(await refusal(`doctor ${well} --weight-decay 0.1`)).toMatchInlineSnapshot(`"2 error: a run is looked at with its own settings. Received --weight-decay. Leave it out, or name a model in place of the run."`);
  const cwd = folder();
  const changed = JSON.parse(readFileSync(join(well, "run.json"), "utf8")) as { data: object };
  await run(words(`train logistic --samples 40 --test-samples 20 --epochs 1 ${how} --no-doctor --out other`), { cwd });
  writeFileSync(join(cwd, "other", "run.json"), JSON.stringify({ ...changed, ...JSON.parse(readFileSync(join(cwd, "other", "run.json"), "utf8")) as object, data: { ...changed.data, checksum: "seed:0" } }));
  expect((await refusal("doctor other", { cwd })).replace(/Received \S+,/, "Received …,")).toMatchInlineSnapshot(`"1 error: strokes: the data must be those of the training. Received …, where seed:0 was due. Say where those are with --data-dir or --data."`);
});
