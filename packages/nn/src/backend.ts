import { didYouMean, received } from "@convscope/core";
import type { Engine } from "./engine.ts";
import { whole } from "./options.ts";

/** Whether a backend can be used here, and if not, what is missing and how to get it. */
export interface Availability {
  readonly available: boolean;
  /** E.g. `4.22.0`. */
  readonly version?: string;
  /** What it computes on, where that is not this machine's processor: the name of a graphics card. */
  readonly device?: string;
  /** How many threads compute, unless another number is asked for. */
  readonly threads?: number;
  /** Why `auto` passes it by although it works; else `auto` may take it. */
  readonly reluctant?: string;
  /** Why it is good here, or what is missing and the way out. */
  readonly note: string;
}

/** A backend that can be asked for by name. Loading happens only in `check` and `open`. */
export interface BackendLoader {
  readonly name: string;
  readonly engine: string;
  check(): Promise<Availability>;
  open(options?: OpenOptions): Promise<Engine>;
}

export interface OpenOptions {
  /** How many threads shall compute, where the backend has a choice; `engine.threads` tells how many do. */
  readonly threads?: number;
}

export interface BackendStatus extends Availability {
  readonly name: string;
  readonly engine: string;
}

/** A backend that is unknown or cannot be used here. */
export class BackendError extends Error {
  override readonly name = "BackendError";
}

/** How backends are handed over that other packages of ours bring. */
const elsewhere: { readonly [name: string]: string } = {
  simd: 'import { simd } from "@convscope/backend-simd", then { engines: [tfjsLoader(simd)] }',
  ort: 'import { ort } from "@convscope/engine-ort", then { engines: [ort] }',
  ...Object.fromEntries(["ort-cuda", "ort-dml", "ort-coreml", "ort-webgpu"].map((name) => [name, 'import { ortOnCards } from "@convscope/engine-ort", then { engines: ortOnCards }'])),
};

/** @throws BackendError for what cannot be opened, such as a backend without its loader. */
export function checkLoaders(loaders: readonly BackendLoader[]): void {
  const given: unknown = loaders;
  if (!Array.isArray(given)) throw new BackendError(`backend: engines must be a list, such as [tfjsLoader(simd)]. Received ${received(given)}.`);
  for (const one of given as readonly (Partial<BackendLoader & { readonly register: unknown }> | undefined)[])
    if (typeof one?.open !== "function") throw new BackendError(`backend: engines must be loaders. Received ${received(one)}.${typeof one?.register === "function" ? ` Write tfjsLoader(${one.name ?? "…"}) in its place.` : ""}`);
}

/** In which order `auto` tries backends. One that is not named here was handed over to be used, and comes first. */
const order: readonly string[] = ["node-gpu", "webgpu", "ort", "ort-cuda", "ort-dml", "ort-coreml", "ort-webgpu", "simd", "wasm", "cpu"];

/** The same backends in the order in which `auto` tries them. */
export const preferred = (loaders: readonly BackendLoader[]): readonly BackendLoader[] => [...loaders].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));

const statusOf = async (loader: BackendLoader): Promise<BackendStatus> => ({ name: loader.name, engine: loader.engine, ...(await loader.check()) });

/** Looks at every backend without opening one. */
export const backendStatus = (loaders: readonly BackendLoader[]): Promise<BackendStatus[]> => Promise.all(loaders.map(statusOf));

/** What `auto` takes among backends in its order, and why not what comes before; nothing where none works. */
export function autoChoice(rows: readonly BackendStatus[]): { readonly name: string; readonly reason: string } | undefined {
  const at = rows.findIndex(({ available, reluctant }) => available && reluctant === undefined);
  const taken = rows[at];
  if (!taken) return undefined;
  const before = rows.slice(0, at).map(({ name, note, reluctant }) => `${name} (${reluctant ?? note})`);
  return { name: taken.name, reason: before.length === 0 ? "nothing is preferred to it" : `it is the best that works here; preferred, but passed by: ${before.join(", ")}` };
}

/**
 * Opens a backend: the one named, or with `auto` the first that works here and that can be started. `loaders` are in order of preference. The engine
 * says in `reason` why it is this one.
 *
 * @throws BackendError when the name is unknown, or nothing works, with what is missing. RangeError for threads that are no whole number above 0.
 */
export async function chooseBackend(name: string, loaders: readonly BackendLoader[], options: OpenOptions = {}): Promise<Engine> {
  if (options.threads !== undefined) whole("useBackend", "threads", options.threads, 1);
  const names = loaders.map((loader) => loader.name);
  const wanted = name === "auto" ? loaders : loaders.filter((loader) => loader.name === name);
  const from = elsewhere[name];
  if (wanted.length === 0 && from !== undefined) throw new BackendError(`backend: "${name}" must be handed over: ${from}. Received no such loader. Known: auto, ${names.join(", ")}.`);
  if (wanted.length === 0) throw new BackendError(`backend: there is no "${name}" here.${didYouMean(name, ["auto", ...names])} Known: auto, ${names.join(", ")}.`);
  const seen: BackendStatus[] = [];
  for (const loader of wanted) {
    seen.push(await statusOf(loader));
    const reason = name === "auto" ? autoChoice(seen)?.reason : seen.at(-1)?.available && "it was asked for by name";
    if (!reason) continue;
    try {
      return withReason(await loader.open(options), reason);
    } catch (error) {
      // What seems to work may lack a file that only its start asks for; the next may not.
      if (name !== "auto") throw error;
      seen[seen.length - 1] = { name: loader.name, engine: loader.engine, available: false, note: error instanceof Error ? error.message : String(error) };
    }
  }
  throw new BackendError(`backend ${name}: not to be had here. ${seen.map(({ name, note, reluctant }) => `${name}: ${reluctant ?? note}`).join(" · ")}`);
}

/** An engine as it is, with the reason for which it was taken. */
const withReason = (engine: Engine, reason: string): Engine => ({
  name: engine.name,
  backend: engine.backend,
  threads: engine.threads,
  reason,
  prepare: (graph, weights, options) => engine.prepare(graph, weights, options),
  capabilities: (graph) => engine.capabilities(graph),
  ...(engine.profile && { profile: engine.profile.bind(engine) }),
  ...(engine.memory && { memory: engine.memory.bind(engine) }),
});
