import * as tf from "@tensorflow/tfjs-core";
import { fallBackToCpu } from "./fallback.ts";
import { registerWasmKernels } from "./kernels/index.ts";

/** TensorFlow.js backends that train a network here. */
export type TfjsBackend = "wasm" | "cpu";

/** Makes a backend the current one, loading and completing it the first time. */
export async function openBackend(name: TfjsBackend): Promise<void> {
  if (tf.getBackend() === name) return;
  await import("./gradients.ts");
  await load[name]();
  if (!(await tf.setBackend(name))) throw new Error(`backend ${name}: TensorFlow.js could not start it.`);
}

const load: { readonly [B in TfjsBackend]: () => Promise<void> } = {
  async cpu() {
    await import("@tensorflow/tfjs-backend-cpu");
    await quietly("cpu");
  },
  /** Where the wasm backend's kernels are missing, wrong or slow, ours take their place; what else it lacks, the cpu backend computes. */
  async wasm() {
    await load.cpu();
    await import("@tensorflow/tfjs-backend-wasm");
    registerWasmKernels();
    fallBackToCpu("wasm");
  },
};

/** The cpu backend greets on its first write, with advice that does not hold for us. */
async function quietly(name: string): Promise<void> {
  const before = tf.getBackend();
  if (before === name) return;
  const wasTest = tf.env().getBool("IS_TEST");
  tf.env().set("IS_TEST", true);
  await tf.setBackend(name);
  tf.tensor([0]).dispose();
  tf.env().set("IS_TEST", wasTest);
}
