import type { Derivative } from "./derivative.ts";
import { between } from "./between.ts";
import { rectified } from "./rectified.ts";

/** A rectifier that is closed at its bounds; one that is left out is nowhere. */
export const clip: Derivative = rectified((y, to, { inputs: [, low, high] }) => between(to, y, low ?? to.number(-Infinity), high ?? to.number(Infinity)));
