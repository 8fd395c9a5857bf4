import { expect, test } from "vitest";
import { refusal, run, words } from "../../test/run.ts";

interface Benched {
  readonly model: string;
  readonly backend: string;
  readonly threads: number;
  readonly batch: number;
  readonly firstStepSeconds: number;
  readonly trainImagesPerSecond: number;
  readonly predictImagesPerSecond: number;
  readonly memory: { readonly inUse: number; readonly peak: number; readonly total: number };
  readonly kernels: readonly { readonly kernel: string; readonly calls: number; readonly milliseconds: number; readonly fallbacks: number }[];
}

test("what cannot be profiled is refused before it is measured", async () => {
  expect(await refusal("bench logistic --backend ort --profile")).toMatchInlineSnapshot(`"1 error: --profile: the backend ort does not tell how long its kernels take. Use one that does, such as --backend simd."`);
});

test("bench measures training and prediction, and with --profile every kernel", async () => {
  const { status, out, err } = await run(words("bench lenet5 --seconds 1 --batch 4 --threads 1 --backend simd --profile --json"));
  expect({ status, err }).toEqual({ status: 0, err: "" });
  const found = JSON.parse(out) as Benched;
  expect(found).toMatchObject({ model: "lenet5", backend: "simd", threads: 1, batch: 4 });
  for (const figure of [found.firstStepSeconds, found.trainImagesPerSecond, found.predictImagesPerSecond]) expect(figure).toBeGreaterThan(0);
  expect(found.memory.peak).toBeGreaterThanOrEqual(found.memory.inUse);
  expect(found.memory.total).toBeGreaterThanOrEqual(found.memory.peak);
  // LeNet-5 has two convolutions and three dense layers, which are convolutions of one place.
  expect(found.kernels.find(({ kernel }) => kernel === "GroupedConv2D")?.calls).toBe(5);
  expect(found.kernels.filter(({ fallbacks }) => fallbacks > 0)).toEqual([]);
});

test("for people it is a table, longest kernel first", async () => {
  const { status, out } = await run(words("bench logistic --seconds 1 --batch 4 --backend cpu --profile"));
  expect(status).toBe(0);
  expect(out).toMatch(/^logistic {2}cpu, 1 thread, batches of 4, Adam\n\ntraining +[\d,.]+ images\/s\nfirst step +\d/);
  expect(out).toMatch(/\none training step: [\d.]+ ms in kernels, none left to a slower backend\n\nkernel +calls +ms +share +left to cpu\n/);
  const shares = [...out.matchAll(/([\d.]+) %/g)].map(([, share]) => Number(share));
  expect(shares.length).toBeGreaterThan(3);
  expect(shares).toEqual([...shares].sort((a, b) => b - a));
});

test("what cannot be measured is refused", async () => {
  expect(await refusal("bench nothing")).toMatchInlineSnapshot(`"1 error: there is no model, file or run "nothing". "convscope models" lists the models."`);
  expect(await refusal("bench mnist-cnn --batch 0")).toMatchInlineSnapshot(`
    "2 error: option '--batch <n>' argument '0' is invalid. It must be a whole number ≥ 1. Received "0".
    (--help shows what there is)"
  `);
  expect(await refusal("bench mnist-cnn --backend simdd")).toMatchInlineSnapshot(`
    "2 error: option '--backend <name>' argument 'simdd' is invalid. There is no "simdd". Did you mean "simd"? Known: auto, node-gpu, webgpu, ort, ort-cuda, ort-dml, ort-coreml, ort-webgpu, simd, wasm, cpu.
    (--help shows what there is)"
  `);
});
