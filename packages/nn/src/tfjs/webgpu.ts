import * as tf from "@tensorflow/tfjs-core";
import { BackendError } from "../backend.ts";
import type { BackendCheck, TfjsBackendPackage } from "./backendPackage.ts";
import { findAdapter, gpuHere, type Import } from "./gpu.ts";
import { notInstalled } from "./notInstalled.ts";
import { mendMaxPoolGrad } from "./webgpu/maxPoolGrad.ts";

/** TensorFlow.js's backend for graphics cards, with its gradient of max pooling mended: in browsers, and in Node through the package `webgpu`, which `load` imports. */
export function webgpu(load?: Import): TfjsBackendPackage {
  const none = (note: string): BackendCheck => ({ available: false, threads: 1, note });
  /** Loads TensorFlow.js's package once the graphics card is where it looks for it: it does so but once. */
  async function look(): Promise<BackendCheck> {
    const access = await gpuHere(load);
    if (typeof access === "string") return none(access);
    const adapter = await findAdapter(access.gpu);
    if (!adapter) return none("WebGPU finds no graphics card; it takes a driver for Vulkan, Metal or Direct3D 12, and in some browsers a flag");
    access.install();
    try {
      await import("@tensorflow/tfjs-backend-webgpu");
    } catch {
      return notInstalled("@tensorflow/tfjs-backend-webgpu@4.22.0");
    }
    if (!tf.findBackendFactory(name)) return none("@tensorflow/tfjs-backend-webgpu was imported before there was a way to the graphics card; let useBackend import it");
    return { available: true, threads: 1, note, version: "4.22.0", ...adapter };
  }
  return {
    name,
    note,
    check: look,
    async register() {
      const { available, note } = await look();
      if (!available) throw new BackendError(`backend webgpu: not to be had here. ${note}.`);
      mendMaxPoolGrad();
      return { name, threads: 1, readsLater: true };
    },
  };
}

const name = "webgpu";
const note = "the graphics card, through WebGPU";
