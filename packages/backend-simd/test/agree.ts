import * as tf from "@tensorflow/tfjs-core";
import { expectClose, type Tolerance } from "@convscope/test-kit";
import { expect } from "vitest";
import type { SimdBackend } from "../src/backend.ts";
import { fallbacks, register } from "../src/index.ts";

/** The backend in its three forms: two threads, three of them on the last addresses of a full memory, and one without a memory to share. */
export const forms = ["simd", "simd-3", "simd-alone"] as const;
export type Form = (typeof forms)[number];

const options = { simd: { threads: 2 }, "simd-3": { threads: 3 }, "simd-alone": { shared: false } } as const;

/** Registers all forms and the cpu backend, which the answers are compared with. */
export async function openForms(): Promise<void> {
  for (const name of forms) await register({ name, ...options[name] });
  const { memory } = (tf.engine().findBackend("simd-3") as SimdBackend).machine;
  // Addresses above 2 GiB are negative as signed numbers. Nothing is written there, so it takes no memory.
  if (memory.use.inUse < full) memory.take(full);
}

/** Bytes: a memory with them taken has room for any test. */
const full = 2 ** 32 - 2 ** 27;

export interface Answer {
  readonly shape: readonly number[];
  readonly dtype: tf.DataType;
  readonly values: ArrayLike<number>;
}

/** What a backend computes; throws if it keeps anything made on the way. */
export async function on(backend: string, f: () => tf.Tensor[]): Promise<Answer[]> {
  await tf.setBackend(backend);
  const before = tf.engine().backend.numDataIds();
  const answers = tf.tidy(() => f().map((x) => ({ shape: x.shape, dtype: x.dtype, values: x.dataSync() })));
  expect(tf.engine().backend.numDataIds() - before).toBe(0);
  return answers;
}

export interface Agreement extends Tolerance {
  /** Kernels that may be left to the cpu backend; none unless said. */
  readonly fallBack?: readonly string[];
}

/** All three forms compute the same bits, those of the cpu backend but for rounding, and leave nothing to it. */
export async function agree(f: () => tf.Tensor[], { fallBack = [], ...tolerance }: Agreement = { relative: 1e-5, absolute: 1e-5 }): Promise<void> {
  const theirs = await on("cpu", f);
  let first: Answer[] | undefined;
  for (const form of forms) {
    const before = counts(form);
    const ours = await on(form, f);
    const fell = [...counts(form)].filter(([kernel, n]) => n > (before.get(kernel) ?? 0) && !fallBack.includes(kernel)).map(([kernel]) => kernel);
    expect(fell).toEqual([]);
    if (first) expect(ours).toEqual(first);
    first ??= ours;
  }
  expect(first?.map(({ shape, dtype }) => ({ shape, dtype }))).toEqual(theirs.map(({ shape, dtype }) => ({ shape, dtype })));
  theirs.forEach(({ values }, i) => expectClose(first?.[i]?.values ?? [], values, tolerance, `answer ${i}`));
}

/** What all three forms compute, and that they compute the same bits: for kernels that the cpu backend has not. */
export async function computed(f: () => tf.Tensor[]): Promise<(readonly number[])[]> {
  const answers: (readonly number[])[][] = [];
  for (const form of forms) answers.push((await on(form, f)).map(({ values }) => Array.from(values)));
  for (const other of answers) expect(other).toEqual(answers[0]);
  return answers[0] ?? [];
}

/** Runs a kernel by name. */
export const run = (kernel: string, inputs: tf.NamedTensorMap, attrs: tf.NamedAttrMap = {}): tf.Tensor[] => [tf.engine().runKernel(kernel, inputs, attrs)].flat() as tf.Tensor[];

const counts = (form: Form): ReadonlyMap<string, number> => new Map([...fallbacks(form)].map(([kernel, { count }]) => [kernel, count]));

/** Numbers from −1 to 1, no two neighbours alike. */
export const numbers = (shape: readonly number[], seed: number = 1): tf.Tensor =>
  tf.tensor(Float32Array.from({ length: tf.util.sizeFromShape([...shape]) }, (_, i) => (((i + 1) * 7919 * seed) % 1013) / 506 - 1), [...shape]);
