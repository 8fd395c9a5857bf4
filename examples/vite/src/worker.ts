import { simd } from "@convscope/backend-simd";
import { serve, tfjsLoader } from "@convscope/nn";

// Networks compute here, so that the page never freezes.
serve(self, { engines: [tfjsLoader(simd)] });
