import { checkLoaders, chooseBackend, preferred, type BackendLoader, type OpenOptions } from "./backend.ts";
import type { Engine } from "./engine.ts";
import { known } from "./options.ts";
import { tfjsLoaders } from "./tfjs/loaders.ts";

export interface UseBackendOptions extends OpenOptions {
  /** Further backends: loaders that other packages bring, or `tfjsLoader(backend)`. One of our names takes the place of ours. */
  readonly engines?: readonly BackendLoader[];
}

/** Every backend known, in the order in which `auto` tries them. */
export const backendLoaders = ({ engines = [] }: Pick<UseBackendOptions, "engines"> = {}): readonly BackendLoader[] => {
  checkLoaders(engines);
  return preferred([...engines, ...tfjsLoaders.filter(({ name }) => !engines.some((engine) => engine.name === name))]);
};

/**
 * Opens a backend by name; `auto` is the first that works here of: those that are not of this list, node-gpu, webgpu, ort, simd,
 * wasm, cpu. `engine.reason` says why it is this one.
 *
 * ```ts
 * const engine = await useBackend("auto", { engines: [tfjsLoader(simd)], threads: 2 });
 * ```
 * @throws BackendError when it cannot be used, with what is missing and how to get it.
 */
export async function useBackend(name: string = "auto", options: UseBackendOptions = {}): Promise<Engine> {
  known("useBackend", options, "engines", "threads");
  const { engines, ...rest } = options;
  return chooseBackend(name, backendLoaders(engines ? { engines } : {}), rest);
}
