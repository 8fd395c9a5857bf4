import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, test, vi } from "vitest";
import { fallbacks, register } from "../src/index.ts";
import { agree, openForms } from "./agree.ts";

beforeAll(openForms);

test("what is not accelerated falls back to the cpu backend, and is counted", async () => {
  await tf.setBackend("simd");
  const before = fallbacks().get("FFT")?.count ?? 0;
  const transformed = tf.tidy(() => tf.real(tf.fft(tf.complex([1, 2], [0, 0]))).dataSync());
  expect([...transformed]).toEqual([3, -1]);
  expect(fallbacks().get("FFT")?.count).toBe(before + 1);
});

test("registered again, it takes the number of threads", async () => {
  expect(await register({ threads: 1 })).toEqual({ name: "simd", threads: 1 });
  expect(await register({ threads: 2 })).toEqual({ name: "simd", threads: 2 });
  expect(await register()).toEqual({ name: "simd", threads: 2 });
});

test("more threads than any machine has use for are not started", async () => {
  const started: unknown[] = [];
  /** Counts, and ends before it says anything. */
  class Counted {
    constructor() {
      started.push(this);
    }
    once(event: string, listener: () => void): void {
      if (event === "exit") queueMicrotask(listener);
    }
  }
  const { getBuiltinModule } = process;
  const builtIn = vi.spyOn(process, "getBuiltinModule").mockImplementation(((name: string) => (name === "node:worker_threads" ? { Worker: Counted } : getBuiltinModule(name))) as typeof getBuiltinModule);
  try {
    await register({ name: "simd with a million threads", threads: 1_000_000 });
  } finally {
    builtIn.mockRestore();
  }
  expect(started).toHaveLength(63);
});

test("threads are counted from 1", async () => {
  await expect(register({ threads: 0 })).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: backend simd: threads must be a whole number above 0. Received 0.]`);
});

test("what cannot change is refused when it is registered again", async () => {
  await expect(register({ winograd: false })).rejects.toThrowErrorMatchingInlineSnapshot(`[Error: backend simd: "simd" is registered with winograd=true and keeps it. Received winograd=false. Register it under another name.]`);
  await expect(register({ shared: false })).rejects.toThrowErrorMatchingInlineSnapshot(`[Error: backend simd: "simd" is registered with shared=true and keeps it. Received shared=false. Register it under another name.]`);
  await expect(register({ memoryLimit: 2 ** 24 })).rejects.toThrowErrorMatchingInlineSnapshot(`[Error: backend simd: "simd" is registered with memoryLimit=4294967296 and keeps it. Received memoryLimit=16777216. Register it under another name.]`);
  expect(await register({ winograd: true, shared: true })).toEqual({ name: "simd", threads: 2 });
});

/** A worker that ends before it says anything, as one may where memory is short. */
class Ending {
  once(event: string, listener: () => void): void {
    if (event === "exit") queueMicrotask(listener);
  }
}
/** What makes none, as on a page that forbids them. */
function Forbidden(): never {
  throw new Error("no workers here");
}

test.each([["that end at once", Ending], ["that may not be made", Forbidden]])("workers %s are done without", async (how, Worker) => {
  const { getBuiltinModule } = process;
  const builtIn = vi.spyOn(process, "getBuiltinModule").mockImplementation(((name: string) => (name === "node:worker_threads" ? { Worker } : getBuiltinModule(name))) as typeof getBuiltinModule);
  const name = `simd with workers ${how}`;
  try {
    expect(await register({ name, threads: 3 })).toEqual({ name, threads: 1 });
  } finally {
    builtIn.mockRestore();
  }
  await tf.setBackend(name);
  expect(tf.tidy(() => tf.sum(tf.matMul(tf.ones([64, 64]), tf.ones([64, 64]))).dataSync()[0])).toBe(64 ** 3);
});

test("relu", () => agree(() => [tf.relu(tf.tensor1d([-1, 0, 2, NaN, Infinity]))]));
