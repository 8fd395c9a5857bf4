import { simd } from "@convscope/backend-simd";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { backendLoaders, backendStatus, connect, tfjsLoader, useBackend, type BackendStatus } from "../../src/index.ts";
import { turnsDuringStep, twoSteps, type Stepped } from "./steps.ts";

setWasmPaths("/wasm/");
const engines = [tfjsLoader(simd)];
const worker = (): Worker => new Worker("/worker.js", { type: "module" });

/** What the tests ask of a page. */
export interface Asked {
  status(): Promise<BackendStatus[]>;
  here(backend: string): Promise<Stepped>;
  inWorker(backend: string): Promise<Stepped>;
  turns(): Promise<{ readonly here: number; readonly inWorker: number }>;
}

const asked: Asked = {
  status: () => backendStatus(backendLoaders({ engines })),
  here: async (backend) => twoSteps(await useBackend(backend, { engines })),
  inWorker: async (backend) => twoSteps(await connect(worker(), { backend })),
  turns: async () => ({ here: await turnsDuringStep(await useBackend("cpu")), inWorker: await turnsDuringStep(await connect(worker(), { backend: "cpu" })) }),
};
Object.assign(globalThis, { asked });
