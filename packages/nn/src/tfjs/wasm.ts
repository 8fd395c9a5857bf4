import * as tf from "@tensorflow/tfjs-core";
import type { TfjsBackendPackage } from "./backendPackage.ts";
import { cpu } from "./cpu.ts";
import { fallBackToCpu } from "./fallback.ts";
import { registerWasmKernels } from "./kernels/index.ts";
import { notInstalled } from "./notInstalled.ts";
import { start } from "./start.ts";

/**
 * TensorFlow.js's backend in WebAssembly. Where its kernels are missing, wrong or slow, ours take their place; what else it lacks,
 * the cpu backend computes.
 */
export const wasm: TfjsBackendPackage = {
  name: "wasm",
  note: "TensorFlow.js's WebAssembly; trains with convolution gradients of ours",
  async check() {
    try {
      const { version_wasm } = await import("@tensorflow/tfjs-backend-wasm");
      await import("@tensorflow/tfjs-backend-cpu");
      // With threads, which are for browsers only, it chooses their number when it starts.
      const threaded = (await tf.env().getAsync("WASM_HAS_MULTITHREAD_SUPPORT")) === true;
      return { available: true, note: wasm.note, ...(!threaded && { threads: 1 }), version: version_wasm };
    } catch {
      return notInstalled("@tensorflow/tfjs-backend-wasm@4.22.0", "@tensorflow/tfjs-backend-cpu@4.22.0");
    }
  },
  async register({ threads } = {}) {
    await cpu.register();
    const { setThreadsCount, getThreadsCount } = await import("@tensorflow/tfjs-backend-wasm");
    // Only before the start; in Node it has one thread, whatever one says.
    if (threads !== undefined) setThreadsCount(threads);
    await start("wasm");
    registerWasmKernels();
    fallBackToCpu("wasm");
    return { name: "wasm", threads: getThreadsCount() };
  },
};
