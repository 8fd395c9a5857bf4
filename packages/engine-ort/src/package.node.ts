import { availableParallelism } from "node:os";

/** The package that computes, which need not be installed. */
export type Ort = Pick<typeof import("onnxruntime-node"), "env" | "InferenceSession" | "Tensor">;

/** Loads it; Node finds the library for its system in it. */
export const importOrt = (): Promise<Ort> => import("onnxruntime-node");

/** The cores of this machine that may be used. */
export const cores = (): number => availableParallelism();
