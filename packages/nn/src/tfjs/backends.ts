import * as tf from "@tensorflow/tfjs-core";
import { BackendError } from "../backend.ts";
import { conv2dBackpropFilter } from "./cpu/conv2dBackpropFilter.ts";
import { fallBackToCpu } from "./fallback.ts";
import { registerWasmKernels } from "./kernels/index.ts";
import { withoutRethrowers } from "./rethrowers.ts";

/** TensorFlow.js backends that train a network here. */
export type TfjsBackend = "wasm" | "cpu";

/**
 * Loads and completes a backend, whoever may have started it before, and makes it the current one.
 *
 * @throws BackendError when TensorFlow.js cannot start it.
 */
export async function openBackend(name: TfjsBackend): Promise<void> {
  await import("./gradients.ts");
  await load[name]();
  if (tf.getBackend() === name) return;
  const started = await withoutRethrowers(() => tf.setBackend(name));
  if (!started) throw new BackendError(`backend ${name}: TensorFlow.js must be able to start it. It gave up; its own words are in the console.${name === "wasm" ? ' useBackend("cpu") runs everywhere, slowly.' : ""}`);
}

/**
 * Makes a backend that has been opened the current one, at once: TensorFlow.js has one at a time, which another network, or
 * whoever else uses it, may have changed.
 */
export function activate(name: TfjsBackend): void {
  // Of a backend that has started, all of `setBackend` is done when it returns its promise.
  if (tf.getBackend() !== name) void tf.setBackend(name);
}

const load: { readonly [B in TfjsBackend]: () => Promise<void> } = {
  async cpu() {
    await import("@tensorflow/tfjs-backend-cpu");
    greet();
    if (tf.getKernel("Conv2DBackpropFilter", "cpu") !== conv2dBackpropFilter) {
      tf.unregisterKernel("Conv2DBackpropFilter", "cpu");
      tf.registerKernel(conv2dBackpropFilter);
    }
  },
  /** Where the wasm backend's kernels are missing, wrong or slow, ours take their place; what else it lacks, the cpu backend computes. */
  async wasm() {
    await load.cpu();
    await import("@tensorflow/tfjs-backend-wasm");
    registerWasmKernels();
    fallBackToCpu("wasm");
  },
};

/** The cpu backend greets on its first write, with advice that does not hold for us: it writes unheard. */
function greet(): void {
  const cpu = tf.engine().findBackend("cpu");
  const heard = tf.env().getBool("IS_TEST");
  tf.env().set("IS_TEST", true);
  cpu.disposeData(cpu.write(new Float32Array(1), [1], "float32"));
  tf.env().set("IS_TEST", heard);
}
