import { simd } from "@convscope/backend-simd";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { serve, tfjsLoader, type Port } from "../../src/index.ts";

setWasmPaths("/wasm/");
serve(self as Port, { engines: [tfjsLoader(simd)] });
