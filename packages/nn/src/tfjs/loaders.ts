import type { Availability, BackendLoader } from "../backend.ts";
import type { TfjsBackend } from "./backends.ts";
import { tfjsEngine } from "./engine.ts";

/** TensorFlow.js's backends, best first. */
export const tfjsLoaders: readonly BackendLoader[] = [
  loader("wasm", "WebAssembly SIMD, one thread; with our own convolution gradients", async () => {
    const { version_wasm } = await import("@tensorflow/tfjs-backend-wasm");
    // What it lacks, the cpu backend computes.
    await import("@tensorflow/tfjs-backend-cpu");
    return version_wasm;
  }),
  loader("cpu", "plain JavaScript: runs everywhere, slow", async () => (await import("@tensorflow/tfjs-backend-cpu")).version_cpu),
];

function loader(name: TfjsBackend, note: string, version: () => Promise<string>): BackendLoader {
  return {
    name,
    engine: "tfjs",
    threads: 1,
    async check(): Promise<Availability> {
      try {
        return { available: true, version: await version(), note };
      } catch {
        const packages = name === "cpu" ? "@tensorflow/tfjs-backend-cpu" : "@tensorflow/tfjs-backend-wasm @tensorflow/tfjs-backend-cpu";
        return { available: false, note: `not installed; npm install ${packages.split(" ").map((p) => `${p}@4.22.0`).join(" ")}` };
      }
    },
    open: () => tfjsEngine(name),
  };
}
