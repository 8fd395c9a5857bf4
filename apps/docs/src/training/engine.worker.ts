import { simd } from "@convscope/backend-simd";
import { serve, tfjsLoader, type Port } from "@convscope/nn";

// Networks compute here, so that the page stays free.
serve(self as Port, { engines: [tfjsLoader(simd)] });
