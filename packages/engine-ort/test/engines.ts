import { simd } from "@convscope/backend-simd";
import { tfjsLoader, useBackend, type Engine } from "@convscope/nn";
import { ort, ortLoader } from "../src/index.ts";

/** ONNX Runtime on so many threads, in the thread of the test. */
export const ortOn = (threads: number): Promise<Engine> => ortLoader({ worker: false }).open({ threads });

/** The same as everybody has it: in a worker. */
export const ortAway = (threads: number): Promise<Engine> => useBackend("ort", { engines: [ort], threads });

/** The engine that its numbers are compared with. */
export const simdEngine = (): Promise<Engine> => useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 });
