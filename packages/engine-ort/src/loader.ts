import type { BackendLoader } from "@convscope/nn";
import { ortEngine } from "./engine.ts";
import { startThread } from "./node/thread.ts";
import { cores, importOrt, type Ort } from "./package.node.ts";
import { probe } from "./probe.ts";
import { backendName, computingOn, providers, type Provider } from "./provider.ts";
import { threadedEngine } from "./threadedEngine.ts";

/** More than there are cores only get in each other's way. ONNX Runtime starts as many as it is told, each with memory of its own, until the machine has none left. */
const mostThreads = 64;

export interface OrtOptions {
  /** What it computes on, and with that the backend's name: `ort` (`cpu`, the default), `ort-cuda`, `ort-dml`, `ort-coreml`, `ort-webgpu`. */
  readonly provider?: Provider;
  /** Whether it computes in a worker, so that the thread that calls stays free (the default). Whoever serves in a worker already needs no other. */
  readonly worker?: boolean;
  /** Loads the package, in place of an import of `onnxruntime-node`; only without a worker. */
  readonly load?: () => Promise<Ort>;
}

/** ONNX Runtime as `useBackend` can choose it. It needs the package `onnxruntime-node`. */
export function ortLoader({ provider = "cpu", worker = true, load = importOrt }: OrtOptions = {}): BackendLoader {
  const name = backendName(provider);
  return {
    name,
    engine: "onnxruntime",
    async check() {
      let ort: Ort;
      let version: string | undefined;
      try {
        ort = await load();
        // Another package of that name has no versions.
        version = ort.env.versions.node;
      } catch (error) {
        return { available: false, note: isMissing(error) ? "not installed; npm install onnxruntime-node" : `onnxruntime-node does not load: ${firstLine(error)}` };
      }
      const found = { ...(version !== undefined && { version }) };
      const listed = ort.listSupportedBackends?.().find((one) => one.name === provider);
      if (ort.listSupportedBackends && !listed) return { ...found, available: false, note: `onnxruntime-node has nothing for ${provider} on this system` };
      // What a card lacks is told here, and need not be printed too.
      if (provider !== "cpu") ort.env.logLevel = "fatal";
      try {
        await probe(ortEngine(computingOn(ort, provider), 1, name));
      } catch (error) {
        return { ...found, available: false, note: `a tiny training step fails: ${firstLine(error)}${listed?.bundled === false ? `; ${provider} needs its own libraries, and those that onnxruntime-node's install scripts fetch` : ""}` };
      }
      if (provider === "cpu") return { ...found, available: true, note: "ONNX Runtime on the processor", threads: cores() };
      return { ...found, available: true, note: `ONNX Runtime through ${provider}`, device: "graphics card", threads: cores(), reluctant: "how fast it is was not measured" };
    },
    async open({ threads: asked = cores() } = {}) {
      const threads = Math.min(asked, Math.max(mostThreads, cores()));
      return worker ? threadedEngine(name, threads, startThread) : ortEngine(computingOn(await load(), provider), threads, name);
    },
  };
}

/** ONNX Runtime on the processor: `useBackend("ort", { engines: [ort] })`. */
export const ort: BackendLoader = ortLoader();

/** The same on graphics cards and the like, which `"auto"` leaves to those who ask for them: `ort-cuda`, `ort-dml`, `ort-coreml` and `ort-webgpu`. */
export const ortOnCards: readonly BackendLoader[] = providers.filter((provider) => provider !== "cpu").map((provider) => ortLoader({ provider }));

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND" && error.message.includes("onnxruntime-node");
/** What a person can use of an error: its first line, without the place in ONNX Runtime's sources that its own failures begin with. */
const firstLine = (error: unknown): string => ((error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "").replace(/^\/\S+\.cc:\d+ .* was false\. /, "");
