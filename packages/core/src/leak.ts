import { everything, least, type Activation, type Formula } from "./activation.ts";

/** A rectifier that passes `slope` times the negative values: what the leaky, parametric and randomised ReLU have in common. */
export const leak = (slope: number, { text, latex }: Formula): Activation => ({
  acts: "pointwise",
  formula: { text: `x if x > 0, else ${text}·x`, latex: `\\begin{cases}x & x > 0\\\\${latex} x & x \\le 0\\end{cases}` },
  derivative: { text: `1 if x > 0, else ${text}`, latex: `\\begin{cases}1 & x > 0\\\\${latex} & x \\le 0\\end{cases}` },
  f: (x) => (x > 0 ? x : slope * x),
  slope: (x) => (x > 0 ? 1 : slope),
  range: slope > 0 ? everything : least(0),
  monotonic: slope > 0 ? "strictly" : slope === 0 ? "weakly" : "no",
  // A corner at zero whatever the slope, but for 1.
  kinks: slope === 1 ? [] : [0],
});
