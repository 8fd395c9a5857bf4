import type { Ort } from "./package.node.ts";

/** What ONNX Runtime may compute on: the processor, or cards through CUDA, DirectML (Windows), Core ML (macOS) or WebGPU. */
export type Provider = "cpu" | "cuda" | "dml" | "coreml" | "webgpu";

export const providers: readonly Provider[] = ["cpu", "cuda", "dml", "coreml", "webgpu"];

/** What a backend that computes on it is called: `ort`, `ort-cuda`. */
export const backendName = (provider: Provider): string => (provider === "cpu" ? "ort" : `ort-${provider}`);

/** ONNX Runtime whose sessions compute on a provider, and on the processor what that has no operation for. */
export function computingOn(ort: Ort, provider: Provider): Ort {
  if (provider === "cpu") return ort;
  return { env: ort.env, Tensor: ort.Tensor, onCard: true, InferenceSession: { create: (model, options) => ort.InferenceSession.create(model, { ...options, executionProviders: [provider, "cpu"] }) } };
}
