import type { BackendLoader } from "@convscope/nn";
import { ortEngine } from "./engine.ts";
import { cores, importOrt, type Ort } from "./package.node.ts";

/** ONNX Runtime, as `useBackend` can choose it: `useBackend("ort", { engines: [ort] })`. It needs the package `onnxruntime-node`. */
export const ort: BackendLoader = ortLoader(importOrt);

/** The same with another way to load the package. */
export function ortLoader(load: () => Promise<Ort>): BackendLoader {
  return {
    name: "ort",
    engine: "onnxruntime",
    async check() {
      try {
        const { env } = await load();
        const version = env.versions.node;
        return { available: true, note: "ONNX Runtime on the processor; predicts", reluctant: "it only predicts: it cannot train", threads: cores(), ...(version !== undefined && { version }) };
      } catch (error) {
        return { available: false, note: isMissing(error) ? "not installed; npm install onnxruntime-node" : `onnxruntime-node does not load: ${firstLine(error)}` };
      }
    },
    open: async ({ threads } = {}) => ortEngine(await load(), threads ?? cores()),
  };
}

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND" && error.message.includes("onnxruntime-node");
const firstLine = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
