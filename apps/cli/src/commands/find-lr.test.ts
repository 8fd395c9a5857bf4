import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, refusal, run, words } from "../../test/run.ts";

const little = "logistic --data strokes --samples 200 --batch 20 --backend cpu --from 1e-4 --to 1e4 --steps 40";

test("a table, the steepest fall, what to type next, and the curve", async () => {
  const cwd = folder();
  const { status, out, err } = await run(words(`find-lr ${little} -o lr.svg`), { cwd });
  expect(err).toContain("up to 40 steps of 20 images, adam, cpu");
  expect(status).toBe(0);
  expect(out).toMatch(/learning rate +loss +running mean\n +1\.0e-4 /);
  const [, rate = ""] = /falls most steeply at (\S+),/.exec(out) ?? [];
  expect(Number(rate)).toBeGreaterThan(1e-4);
  expect(Number(rate)).toBeLessThan(10);
  expect(out).toContain(`convscope train logistic --data strokes --lr ${rate}\n`);
  expect(out).toContain("The curve is in lr.svg.");
  expect(readFileSync(join(cwd, "lr.svg"), "utf8")).toContain("Learning rates for logistic");
}, 120_000);

test("--json is one document; a configuration says all else", async () => {
  const cwd = folder();
  const config = { model: "logistic", data: "strokes", samples: { train: 100, test: 20 }, batch: 10, optimizer: { kind: "sgd", momentum: 0.9 }, labelSmoothing: 0.1, classWeights: "balanced", layerDecay: 0.5, clipNorm: 1, accumulate: 3, backend: "cpu" };
  writeFileSync(join(cwd, "c.json"), JSON.stringify(config));
  const asked = await run(words("find-lr c.json --steps 12 --json"), { cwd });
  const found = asked.json<{ rates: number[]; losses: number[]; smoothed: number[] }>();
  expect(found).toMatchObject({ model: "logistic", data: "strokes", optimizer: "sgd", batch: 10, accumulate: 3, backend: "cpu" });
  expect(asked.err).toContain("up to 12 steps of 30 images in 3 batches, sgd, cpu");
  // The first loss is that of all three, before anything was learned.
  const without = (await run(words("find-lr c.json --accumulate 1 --batch 30 --steps 12 --json"), { cwd })).json<{ losses: number[] }>();
  expect(found.losses[0]).toBeCloseTo(without.losses[0] ?? NaN, 6);
  expect([found.rates.length, found.losses.length, found.smoothed.length]).toEqual([12, 12, 12]);
  expect(found.rates[0]).toBeCloseTo(1e-7, 12);
});

test("refused", async () => {
  const cwd = folder();
  expect(await refusal("find-lr", { cwd })).toMatchInlineSnapshot(`"2 error: name a model, such as convscope find-lr mnist-cnn, or put a convscope.config.json here. "convscope models" lists the models."`);
  expect(await refusal("find-lr logistic --from 1 --to 0.1", { cwd })).toMatchInlineSnapshot(`"2 error: --from must be below --to. Received 1 and 0.1."`);
  expect(await refusal("find-lr logistic -o lr.pdf", { cwd })).toMatchInlineSnapshot(`
    "2 error: option '-o, --out <file>' argument 'lr.pdf' is invalid. It must end in .svg or .png. Received "lr.pdf".
    (--help shows what there is)"
  `);
});
