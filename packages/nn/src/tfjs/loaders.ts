import type { BackendLoader } from "../backend.ts";
import type { TfjsBackendPackage } from "./backendPackage.ts";
import { ownBackends } from "./backends.ts";
import { tfjsEngine } from "./engine.ts";

/** Makes a backend of TensorFlow.js one that `useBackend` can choose. */
export const tfjsLoader = (backend: TfjsBackendPackage): BackendLoader => ({
  name: backend.name,
  engine: "tfjs",
  async check() {
    const { threads, version = backend.version, ...rest } = await backend.check();
    return { ...rest, ...(version !== undefined && { version }), ...(rest.available && threads !== undefined && { threads }) };
  },
  open: (options) => tfjsEngine(backend, options),
});

/** Those that TensorFlow.js itself has. */
export const tfjsLoaders: readonly BackendLoader[] = Object.values(ownBackends).map(tfjsLoader);
