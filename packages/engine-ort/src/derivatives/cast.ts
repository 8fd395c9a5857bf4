import type { Derivative } from "./derivative.ts";

/** Numbers stay what they are; whole ones and truths do not move with what they came from. */
export const cast: Derivative = ({ attributes }, [dy]) => (attributes["to"] === 1 ? [dy] : []);
