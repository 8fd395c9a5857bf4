import { activationGradient } from "../binary.ts";
import type { Kernel } from "../kernel.ts";
import { unary } from "../unary.ts";

/** A kernel of our own: x·Φ(x). Input x; attribute `approximate`, "none" for the error function or "tanh". */
export const gelu: Kernel = (call) => (call.attrs["approximate"] === "tanh" ? approximated : exact)(call);

/** Its gradient from dy and x. */
export const geluGrad: Kernel = (call) => (call.attrs["approximate"] === "tanh" ? approximatedGrad : exactGrad)(call);

const exact = unary("Gelu");
const approximated = unary("GeluTanh");
const exactGrad = activationGradient("GeluGrad", "x");
const approximatedGrad = activationGradient("GeluTanhGrad", "x");
