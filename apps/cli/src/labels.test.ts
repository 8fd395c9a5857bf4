import { mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cifar100 } from "@convscope/datasets";
import { expect, test } from "vitest";
import { folder, refusal, run, words } from "../test/run.ts";

/** CIFAR-100 as its files lie: some pictures that tell their group by their brightness, and nothing after them. */
function cifar(cwd: string): NodeJS.ProcessEnv {
  const data = join(cwd, "data", "cifar-100");
  mkdirSync(data, { recursive: true });
  for (const [name, images, made] of [["train.bin", 50_000, 120], ["test.bin", 10_000, 40]] as const) {
    const records = new Uint8Array(made * 3074);
    for (let i = 0; i < made; i++) records.fill(10 * (i % 20), i * 3074, (i + 1) * 3074).set([i % 20, i % 100], i * 3074);
    writeFileSync(join(data, name), records);
    // A file with a hole takes no room on the disk.
    truncateSync(join(data, name), images * 3074);
  }
  return { CONVSCOPE_DATA: join(cwd, "data") };
}

test("the twenty groups of CIFAR-100 are learned, measured and shown, as the run remembers", async () => {
  const cwd = folder();
  const env = cifar(cwd);
  const { status, json } = await run(words("train logistic --data cifar-100 --labels coarse --samples 60 --test-samples 20 --epochs 1 --no-doctor --backend simd --threads 1 --out run --json"), { cwd, env });
  expect([status, json()]).toMatchObject([0, { data: "cifar-100" }]);
  const kept = JSON.parse(readFileSync(join(cwd, "run", "run.json"), "utf8")) as { config: object; data: { classes: readonly string[]; checksum: string } };
  expect(kept.config).toMatchObject({ labels: "coarse" });
  expect(kept.data.classes).toEqual(cifar100.coarse);
  expect((await run(words("evaluate run --backend simd --threads 1 --json"), { cwd, env })).json()["confusion"]).toHaveLength(20);
  expect((await run(words("predict run --data cifar-100 --index 3 --backend simd --json"), { cwd, env })).json()).toMatchObject({ label: cifar100.coarse?.[3] });
  expect(await refusal("train --resume --out run --epochs 3 --labels fine", { cwd, env })).toMatchInlineSnapshot(`"1 error: HERE/run: a training goes on with its own settings; only epochs may change. Received labels "fine", where "coarse" was due. Leave it out, or train anew into another --out."`);
  const looked = await run(words("doctor logistic --data cifar-100 --labels coarse --samples 60 --label-smoothing 0.1 --quick --backend simd --threads 1 --json"), { cwd, env });
  expect(looked.json<{ checks: { check: string; measured: string }[] }>().checks.find(({ check }) => check === "targets")?.measured).toContain(`"${cifar100.coarse?.[0]}"`);
  expect((await run(words("data info cifar-100 --labels coarse --json"), { cwd, env })).json()["classes"]).toEqual(cifar100.coarse);
  expect((await run(words("data show cifar-100 --labels coarse --index 27 -o one.svg"), { cwd, env })).status).toBe(0);
  expect(readFileSync(join(cwd, "one.svg"), "utf8")).toContain(cifar100.coarse?.[7]);
}, 240_000);

test("other sets have no choice", async () => {
  const cwd = folder();
  expect(await refusal("train logistic --labels coarse", { cwd })).toMatchInlineSnapshot(`"2 error: --labels is of cifar-100, whose pictures have two labels each. Received strokes. Leave it out."`);
  expect(await refusal("doctor logistic --labels coarse", { cwd })).toMatchInlineSnapshot(`"2 error: --labels is of cifar-100, whose pictures have two labels each. Received strokes. Leave it out."`);
  expect(await refusal("data info mnist --labels fine", { cwd })).toMatchInlineSnapshot(`"2 error: --labels is of cifar-100, whose pictures have two labels each. Received mnist. Leave it out."`);
  expect(await refusal("train cifar-cnn --data cifar-100 --labels rough", { cwd })).toMatchInlineSnapshot(`
    "2 error: option '--labels <kind>' argument 'rough' is invalid. There is no "rough". Known: fine, coarse.
    (--help shows what there is)"
  `);
  expect(await refusal("predict run picture.png --labels coarse", { cwd })).toMatchInlineSnapshot(`"2 error: --labels belongs to a data set: name it with --data."`);
});
