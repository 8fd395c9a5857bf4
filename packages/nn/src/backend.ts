import { didYouMean } from "@convscope/core";
import type { Engine } from "./engine.ts";

/** Whether a backend can be used here, and if not, what is missing and how to get it. */
export interface Availability {
  readonly available: boolean;
  /** E.g. `4.22.0`. */
  readonly version?: string;
  /** Why it is good here, or what is missing and the way out. */
  readonly note: string;
}

/** A backend that can be asked for by name. Loading happens only in `open`. */
export interface BackendLoader {
  readonly name: string;
  readonly engine: string;
  readonly threads: number;
  check(): Promise<Availability>;
  open(): Promise<Engine>;
}

export interface BackendStatus extends Availability {
  readonly name: string;
  readonly engine: string;
  readonly threads: number;
}

/** A backend that is unknown or cannot be used here. */
export class BackendError extends Error {
  override readonly name = "BackendError";
}

/** Looks at every backend without opening one. */
export const backendStatus = (loaders: readonly BackendLoader[]): Promise<BackendStatus[]> =>
  Promise.all(loaders.map(async (loader) => ({ name: loader.name, engine: loader.engine, threads: loader.threads, ...(await loader.check()) })));

/**
 * Opens a backend: the one named, or with `auto` the first that works here. `loaders` are in order of preference.
 *
 * @throws BackendError when the name is unknown, or nothing works, with what is missing.
 */
export async function chooseBackend(name: string, loaders: readonly BackendLoader[]): Promise<Engine> {
  const names = loaders.map((loader) => loader.name);
  const wanted = name === "auto" ? loaders : loaders.filter((loader) => loader.name === name);
  if (wanted.length === 0) throw new BackendError(`backend: there is no "${name}" here.${didYouMean(name, ["auto", ...names])} Known: auto, ${names.join(", ")}.`);
  const missing: string[] = [];
  for (const loader of wanted) {
    const { available, note } = await loader.check();
    if (available) return loader.open();
    missing.push(`${loader.name}: ${note}`);
  }
  throw new BackendError(`backend ${name}: not to be had here. ${missing.join(" · ")}`);
}
