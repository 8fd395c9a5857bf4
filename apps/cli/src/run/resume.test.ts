import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, refusal, run, words } from "../../test/run.ts";

const settings = (model: string): readonly string[] => ["train", model, "--samples", "150", "--test-samples", "40", "--batch", "16", "--json"];
const bytes = (cwd: string, name: string): Buffer => readFileSync(join(cwd, name));

interface Json {
  readonly history: readonly object[];
  readonly test: object;
  readonly status: string;
}

test.each(["fashion-cnn", "mlp-512"])("%s: in two parts as in one, bit for bit", async (model) => {
  const cwd = folder();
  const whole = (await run([...settings(model), "--epochs", "3", "--schedule", "constant", "--out", "whole"], { cwd })).json<Json>();
  // A rate that falls to the end of one epoch would be another training.
  await run([...settings(model), "--epochs", "1", "--schedule", "constant", "--out", "parts"], { cwd });
  const parts = await run(words("train --resume --out parts --epochs 3 --json"), { cwd });
  expect(parts.json<Json>()).toMatchObject({ history: whole.history, test: whole.test, status: "finished" });
  for (const file of ["last.safetensors", "best.safetensors", "graph.json"]) expect(bytes(cwd, `parts/${file}`).equals(bytes(cwd, `whole/${file}`))).toBe(true);
  expect(parts.err).toContain("going on after epoch 1");
}, 120_000);

test("interrupted in the second epoch, and gone on with: as never interrupted", async () => {
  const cwd = folder();
  const whole = (await run([...settings("fashion-cnn"), "--epochs", "2", "--out", "whole"], { cwd })).json<Json>();
  const controller = new AbortController();
  const first = await run([...settings("fashion-cnn"), "--epochs", "2", "--out", "parts"], { cwd, signal: controller.signal, onErr: (text) => void (text.startsWith("epoch 1") && controller.abort()) });
  expect(first.status).toBe(130);
  expect(first.json<Json>()).toMatchObject({ status: "interrupted", history: whole.history.slice(0, 1) });
  expect(first.json()).not.toHaveProperty("test");
  // Its own number of epochs is known.
  const second = await run(words("train --resume --out parts --json"), { cwd });
  expect(second.json<Json>()).toMatchObject({ history: whole.history, test: whole.test, status: "finished" });
  expect(bytes(cwd, "parts/last.safetensors").equals(bytes(cwd, "whole/last.safetensors"))).toBe(true);
}, 120_000);

test("it goes on with the backend and the threads that it began with", async () => {
  const cwd = folder();
  await run([...settings("logistic"), "--epochs", "1", "--threads", "3", "--out", "run"], { cwd });
  expect((await run(words("train --resume --out run --epochs 2 --json"), { cwd })).json()).toMatchObject({ epochs: 2, backend: "ort", threads: 3 });
  expect(await refusal("train --resume --out run --epochs 3 --threads 1 --backend wasm", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/run: a training goes on with its own settings; only epochs may change. Received threads 1, where 3 was due; backend "wasm", where "auto" was due. Leave it out, or train anew into another --out."`);
  expect(await refusal("train logistic --threads 0", { cwd })).toMatchInlineSnapshot(`
    "2 error: option '--threads <n>' argument '0' is invalid. It must be a whole number ≥ 1. Received "0".
    (--help shows what there is)"
  `);
}, 60_000);

test("before the first checkpoint it starts afresh", async () => {
  const cwd = folder();
  const stopped = AbortSignal.abort();
  const none = await run([...settings("logistic"), "--epochs", "1", "--out", "run"], { cwd, signal: stopped });
  expect(none.status).toBe(130);
  expect(none.json<Json>()).toMatchObject({ status: "interrupted", history: [] });
  const text = await run(["train", "logistic", "--samples", "50", "--out", "other"], { cwd, signal: stopped });
  expect(text.out).toMatchInlineSnapshot(`
    "Interrupted after 0 finished epochs. Go on with:
      convscope train --resume --out other
    "
  `);
  // As a process leaves it that was killed before it had written the graph.
  rmSync(join(cwd, "run", "graph.json"));
  const whole = (await run([...settings("logistic"), "--epochs", "1", "--out", "whole"], { cwd })).json<Json>();
  expect((await run([...settings("logistic"), "--epochs", "1", "--out", "run", "--resume"], { cwd })).json<Json>()).toMatchObject({ history: whole.history, status: "finished" });
  // Nothing is there at all.
  expect((await run([...settings("logistic"), "--epochs", "1", "--out", "new", "--resume"], { cwd })).json<Json>()).toMatchObject({ history: whole.history });
});

test("Ctrl-C while the test set is measured leaves all epochs, and evaluate gives up", async () => {
  const cwd = folder();
  const controller = new AbortController();
  const asked = [...settings("logistic"), "--epochs", "1", "--validation", "0", "--out", "run"];
  const first = await run(asked, { cwd, signal: controller.signal, onErr: (text) => void (text.startsWith("epoch 1") && controller.abort()) });
  expect(first.json<Json>()).toMatchObject({ status: "interrupted", history: [{ epoch: 1 }] });
  const second = await run(words("train --resume --out run --json"), { cwd });
  expect(second.json<Json>()).toMatchObject({ status: "finished", history: first.json<Json>().history });
  expect(await run(words("evaluate run"), { cwd, signal: AbortSignal.abort() })).toMatchObject({ status: 130, out: "", err: "Interrupted.\n" });
});

test("stopped early it has done enough, until more epochs are asked for", async () => {
  const cwd = folder();
  // A rate that overshoots: the validation loss rises at once.
  const stopped = await run([...settings("logistic"), "--optimizer", "sgd", "--lr", "50", "--epochs", "20", "--patience", "1", "--out", "run"], { cwd });
  const { history, status } = stopped.json<Json>();
  expect(status).toBe("stopped");
  expect(history.length).toBeLessThan(20);
  expect((await run(words("train --resume --out run --json"), { cwd })).json<Json>().history).toEqual(history);
});

test("a configuration that merely lies in the working directory says nothing to a training that goes on; named, it counts", async () => {
  const cwd = folder();
  await run([...settings("logistic"), "--epochs", "1", "--out", "run"], { cwd });
  writeFileSync(join(cwd, "convscope.config.json"), JSON.stringify({ model: "lenet5", epochs: 2, seed: 9 }));
  expect((await run(words("train --resume --out run --epochs 3 --json"), { cwd })).json<Json>()).toMatchObject({ model: "logistic", status: "finished", epochs: 3 });
  expect(await refusal("train convscope.config.json --resume --out run", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/run: a training goes on with its own settings; only epochs may change. Received model "lenet5", where "logistic" was due; seed 9, where 1 was due. Leave it out, or train anew into another --out."`);
  expect(await refusal("train --resume", { cwd })).toMatchInlineSnapshot(`"2 error: --resume needs the folder of the training to go on with: --out runs/name."`);
});

test("an error leaves a failed run with its reason; before the first checkpoint it begins afresh with new settings", async () => {
  const cwd = folder();
  expect((await run([...settings("logistic"), "--optimizer", "sgd", "--lr", "1e30", "--loss", "meanSquaredError", "--epochs", "1", "--out", "run"], { cwd })).status).toBe(1);
  const kept = (): object => JSON.parse(readFileSync(join(cwd, "run", "run.json"), "utf8")) as object;
  expect(kept()).toMatchObject({ status: "failed", reason: expect.stringMatching(/^fit: the loss must stay/) as string });
  const again = [...settings("mlp-512"), "--optimizer", "adam", "--lr", "0.001", "--loss", "focal", "--epochs", "1"];
  const fresh = (await run([...again, "--out", "fresh"], { cwd })).json<Json>();
  expect((await run([...again, "--out", "run", "--resume"], { cwd })).json<Json>()).toMatchObject({ status: "finished", history: fresh.history });
  expect(kept()).not.toHaveProperty("reason");
}, 60_000);

test("any error marks the run", async () => {
  const cwd = folder();
  await run([...settings("logistic"), "--epochs", "1", "--out", "run"], { cwd });
  await run([...settings("mlp-512"), "--epochs", "1", "--out", "other"], { cwd });
  copyFileSync(join(cwd, "other", "last.safetensors"), join(cwd, "run", "last.safetensors"));
  expect((await run(words("train --resume --out run --epochs 2"), { cwd })).status).toBe(1);
  expect(JSON.parse(readFileSync(join(cwd, "run", "run.json"), "utf8"))).toMatchObject({ status: "failed", reason: expect.stringContaining("fc") as string });
}, 60_000);
