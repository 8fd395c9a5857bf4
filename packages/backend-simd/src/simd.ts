import packageJson from "../package.json" with { type: "json" };
import { register } from "./register.ts";
import { cores, threadsMissing } from "./threads.ts";

/** Whether the backend can be used here, and how. */
export interface BackendCheck {
  readonly available: boolean;
  readonly note: string;
  readonly threads: number;
}

/** The backend as `@convscope/nn` takes it: `useBackend("simd", { engines: [tfjsLoader(simd)] })`. */
export const simd: {
  readonly name: "simd";
  readonly version: string;
  readonly note: string;
  readonly check: () => Promise<BackendCheck>;
  readonly register: typeof register;
} = {
  name: "simd",
  version: packageJson.version,
  note: "WebAssembly SIMD with threads; trains",
  async check() {
    if (!hasSimd()) return { available: false, note: "this browser or Node has no WebAssembly SIMD; any from 2023 on has", threads: 1 };
    const missing = threadsMissing();
    return { available: true, note: missing ?? simd.note, threads: missing ? 1 : cores() };
  },
  register,
};

/** The smallest module with an instruction of SIMD: a function that makes one vector. */
const hasSimd = (): boolean => typeof WebAssembly === "object" && WebAssembly.validate(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11));
