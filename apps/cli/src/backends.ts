import { Option } from "@commander-js/extra-typings";
import { simd } from "@convscope/backend-simd";
import { ort, ortOnCards } from "@convscope/engine-ort";
import { backendLoaders, tfjsLoader, useBackend, type BackendLoader, type Engine } from "@convscope/nn";
import { oneOf, whole } from "./values.ts";

const engines: readonly BackendLoader[] = [ort, ...ortOnCards, tfjsLoader(simd)];

/** Everything that may compute, in the order in which `auto` tries it. */
export const loaders: readonly BackendLoader[] = backendLoaders({ engines });

/** What `--backend` takes. */
export const backendNames: readonly string[] = ["auto", ...loaders.map(({ name }) => name)];

export const backendOption = (): Option<"--backend <name>", undefined, undefined, string> => new Option("--backend <name>", "what computes; convscope backends lists them (default auto)").argParser(oneOf(backendNames));

export const threadsOption = (): Option<"--threads <n>", undefined, undefined, number> => new Option("--threads <n>", "how many threads compute, where the backend has a choice (default all cores)").argParser(whole(1));

/** Opens what `--backend` and `--threads` name. */
export const openEngine = ({ backend = "auto", threads }: { readonly backend?: string | undefined; readonly threads?: number | undefined }): Promise<Engine> =>
  useBackend(backend, { engines, ...(threads !== undefined && { threads }) });
