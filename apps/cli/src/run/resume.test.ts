import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, run, words } from "../../test/run.ts";

const settings = (model: string): readonly string[] => ["train", model, "--samples", "150", "--test-samples", "40", "--batch", "16", "--json"];
const bytes = (cwd: string, name: string): Buffer => readFileSync(join(cwd, name));

interface Json {
  readonly history: readonly object[];
  readonly test: object;
  readonly status: string;
}

test.each(["fashion-cnn", "mlp-512"])("%s: in two parts as in one, bit for bit", async (model) => {
  const cwd = folder();
  const whole = (await run([...settings(model), "--epochs", "3", "--out", "whole"], { cwd })).json<Json>();
  await run([...settings(model), "--epochs", "1", "--out", "parts"], { cwd });
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
