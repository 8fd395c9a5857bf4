import { availableParallelism } from "node:os";
import type { InferenceSession } from "onnxruntime-node";

type Package = typeof import("onnxruntime-node");

/** What is used of the package that computes, which need not be installed. */
export interface Ort extends Pick<Package, "env" | "Tensor"> {
  readonly InferenceSession: { create(model: Uint8Array, options?: InferenceSession.SessionOptions): Promise<InferenceSession> };
  /** Whether it computes on a card: operations that only the processor has would send everything to and fro. */
  readonly onCard?: boolean;
  /** What it may compute on; those that are not `bundled` need more to be installed. */
  listSupportedBackends?(): readonly { readonly name: string; readonly bundled: boolean }[];
}

/**
 * Tells ONNX Runtime, where nobody has said otherwise, to keep its telemetry off: builds of it can give the device a number and report to
 * its makers. It looks at the process's environment, which only the main thread can set, when it is loaded.
 */
export function keepToItself(): void {
  process.env["ORT_DISABLE_TELEMETRY"] ??= "1";
}

/** Loads it; Node finds the library for its system in it. */
export function importOrt(): Promise<Ort> {
  keepToItself();
  return import("onnxruntime-node");
}

/** The cores of this machine that may be used. */
export const cores = (): number => availableParallelism();
