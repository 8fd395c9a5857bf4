import { chooseBackend, type BackendLoader } from "./backend.ts";
import type { Engine } from "./engine.ts";
import { tfjsLoaders } from "./tfjs/loaders.ts";

export interface UseBackendOptions {
  /** Further backends, preferred to our own: the packages that bring them export a loader. */
  readonly engines?: readonly BackendLoader[];
}

/** Every backend known, best first. */
export const backendLoaders = ({ engines = [] }: UseBackendOptions = {}): readonly BackendLoader[] => [...engines, ...tfjsLoaders];

/**
 * Opens a backend by name; `auto` is the fastest that works here.
 *
 * @throws BackendError when it cannot be used, with what is missing and how to get it.
 */
export const useBackend = (name: string = "auto", options: UseBackendOptions = {}): Promise<Engine> => chooseBackend(name, backendLoaders(options));
