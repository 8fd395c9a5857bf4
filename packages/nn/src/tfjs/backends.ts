import type { OpenOptions } from "../backend.ts";
import type { TfjsBackendPackage } from "./backendPackage.ts";
import { cpu } from "./cpu.ts";
import { nodeGpu } from "./nodeGpu.ts";
import { start } from "./start.ts";
import { wasm } from "./wasm.ts";
import { webgpu } from "./webgpu.ts";

/** TensorFlow.js's own backends that train a network here. */
export type TfjsBackend = "cpu" | "node-gpu" | "wasm" | "webgpu";

export const ownBackends: { readonly [B in TfjsBackend]: TfjsBackendPackage } = { cpu, "node-gpu": nodeGpu(), wasm, webgpu: webgpu() };

/** A backend that has been started. */
export interface Opened {
  /** How one asks for it: `node-gpu`. */
  readonly name: string;
  /** How TensorFlow.js knows it: `tensorflow`. */
  readonly registered: string;
  readonly threads: number;
  /** Whether a number that it has computed can be read only later, not at once. */
  readonly readsLater: boolean;
}

/**
 * Loads and completes a backend, whoever may have started it before, and makes it the current one. Asked for with a number of
 * threads, a backend that has a choice is started beside the same with another number.
 *
 * @throws BackendError when TensorFlow.js cannot start it.
 */
export async function openBackend(backend: TfjsBackend | TfjsBackendPackage, { threads }: OpenOptions = {}): Promise<Opened> {
  const chosen = typeof backend === "string" ? ownBackends[backend] : backend;
  await import("./gradients.ts");
  const { readsLater = false, ...registered } = await chosen.register(threads === undefined ? {} : { threads, name: `${chosen.name}-${threads}` });
  await start(registered.name);
  return { name: chosen.name, registered: registered.name, threads: registered.threads, readsLater };
}
