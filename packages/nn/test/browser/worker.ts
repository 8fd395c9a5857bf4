import { simd } from "@convscope/backend-simd";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { serve, tfjsLoader } from "../../src/index.ts";

setWasmPaths("/wasm/");
serve(self, { engines: [tfjsLoader(simd)] });
