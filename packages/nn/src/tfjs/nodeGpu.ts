import * as tf from "@tensorflow/tfjs-core";
import { BackendError } from "../backend.ts";
import type { BackendCheck, TfjsBackendPackage } from "./backendPackage.ts";
import { importByName, isMissing, type Import } from "./gpu.ts";

const packageName = "@tensorflow/tfjs-node-gpu";

/** What its backend tells of itself. */
interface NodeBackend {
  readonly isUsingGpuDevice?: boolean;
}

/** TensorFlow itself with CUDA, through the package `@tensorflow/tfjs-node-gpu`, which `load` imports. */
export function nodeGpu(load: Import = importByName): TfjsBackendPackage {
  async function look(): Promise<BackendCheck> {
    const none = (note: string): BackendCheck => ({ available: false, threads: 1, note });
    if (typeof process === "undefined") return none("only in Node");
    let version: string | undefined;
    try {
      const loaded = (await load(packageName)) as { readonly version?: Versions; readonly default?: { readonly version?: Versions } };
      version = (loaded.version ?? loaded.default?.version)?.["tfjs-node"];
    } catch (error) {
      if (isMissing(error, packageName)) return none(`not installed; npm install ${packageName}@4.22.0 (needs CUDA 11, cuDNN 8 and Node 18 to 22)`);
      return none(`${packageName} does not load: ${firstLine(error)}; npm rebuild ${packageName} --build-addon-from-source builds it for this Node`);
    }
    const found = { ...(version !== undefined && { version }) };
    if (Number.parseInt(process.versions.node) > 22) return { ...none(`${packageName} does not compute on Node ${process.versions.node}; Node 22 is the newest that it knows`), ...found };
    const backend = tf.findBackend(registered) as NodeBackend | null;
    if (!backend) return { ...none(`${packageName} brings no backend to this @tensorflow/tfjs-core; both must be of version 4.22.0`), ...found };
    if (backend.isUsingGpuDevice !== true) return { ...none("TensorFlow finds no CUDA device; nvidia-smi must list one, and CUDA 11 and cuDNN 8 must be in LD_LIBRARY_PATH"), ...found };
    return { available: true, threads: 1, note: "TensorFlow with CUDA", device: "CUDA", ...found };
  }
  return {
    name: "node-gpu",
    note: "TensorFlow with CUDA",
    check: look,
    async register() {
      const { available, note } = await look();
      if (!available) throw new BackendError(`backend node-gpu: not to be had here. ${note}.`);
      return { name: registered, threads: 1 };
    },
  };
}

interface Versions {
  readonly [name: string]: string | undefined;
}

/** How TensorFlow.js knows it. */
const registered = "tensorflow";

const firstLine = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
