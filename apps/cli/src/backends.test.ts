import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readSafetensors } from "@convscope/exchange";
import { expect, test } from "vitest";
import { folder, run, words } from "../test/run.ts";

test("ort predicts what simd does", async () => {
  const cwd = folder();
  const probabilities = async (backend: string): Promise<readonly number[]> =>
    (await run(words(`predict mnist-cnn --data strokes --index 1 --top 10 --json --backend ${backend}`), { cwd })).json<{ predictions: { probability: number }[] }>().predictions.map(({ probability }) => probability);
  const [found, expected] = [await probabilities("ort"), await probabilities("simd")];
  expect(found).toHaveLength(10);
  found.forEach((probability, i) => expect(probability).toBeCloseTo(expected[i] ?? NaN, 5));
});

test("a run is measured on ort as on simd, and exported with what a program needs besides", async () => {
  const cwd = folder();
  expect((await run(words("train lenet5 --data strokes --epochs 1 --samples 300 --test-samples 60 --out run"), { cwd })).status).toBe(0);
  const measured = async (backend: string): Promise<{ readonly loss: number; readonly accuracy: number; readonly backend: string }> => (await run(words(`evaluate run --json --backend ${backend}`), { cwd })).json();
  const [found, expected] = [await measured("ort"), await measured("simd")];
  expect(found.backend).toBe("ort");
  expect(found.accuracy).toBe(expected.accuracy);
  expect(found.loss).toBeCloseTo(expected.loss, 5);
  expect(await run(words("export safetensors run -o a.safetensors"), { cwd })).toMatchObject({ status: 0, err: "" });
  const { metadata } = readSafetensors(new Uint8Array(readFileSync(join(cwd, "a.safetensors"))));
  expect(metadata).toEqual({ format: "pt", classes: JSON.stringify(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]), preprocessing: JSON.stringify({ scale: 1 / 255 }) });
});

test("a training on ort stops at Ctrl-C and goes on as if it had not", async () => {
  const cwd = folder();
  const settings = "train lenet5 --data strokes --epochs 2 --samples 600 --test-samples 60 --backend ort --threads 1 --json";
  interface Trained { readonly history: readonly { readonly loss: number }[]; readonly status: string; readonly backend: string; readonly epochs: number }
  const whole = (await run(words(`${settings} --out whole`), { cwd })).json<Trained>();
  expect(whole).toMatchObject({ backend: "ort", status: "finished" });
  const controller = new AbortController();
  const stopped = await run(words(`${settings} --out parts`), { cwd, signal: controller.signal, onErr: (text) => { if (text.startsWith("epoch 1")) controller.abort(); } });
  expect(stopped.json<Trained>().status).toBe("interrupted");
  expect((await run(words("train --resume --out parts --json"), { cwd })).json<Trained>()).toMatchObject({ history: whole.history, backend: "ort", status: "finished" });
});
