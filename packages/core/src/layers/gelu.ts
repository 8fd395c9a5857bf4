import { least, type Activation } from "../activation.ts";
import { erf } from "../erf.ts";
import { checked, known, oneOf } from "../field.ts";
import type { Rules } from "../layer.ts";
import { pointwiseRules } from "../pointwise.ts";

/** `x·Φ(x)`, Φ the normal distribution function. ONNX `Gelu`, PyTorch `GELU`, Keras `gelu`. Any shape in, the same shape out. */
export interface Gelu {
  readonly kind: "gelu";
  readonly approximate: "none" | "tanh";
}

export interface GeluOptions {
  /** `"tanh"` is the older, cheaper formula, off by up to 0.0005. */
  readonly approximate?: "none" | "tanh";
}

export function gelu(options: GeluOptions = {}): Gelu {
  known("gelu", options, "approximate");
  return checked(geluRules.fields, { kind: "gelu", approximate: options.approximate ?? "none" });
}

export const geluRules: Rules<Gelu> = pointwiseRules(
  { summary: "Weighs its input by how likely a normal number is smaller.", onnx: "Gelu", pytorch: "GELU", keras: "gelu", source: "arXiv:1606.08415, section 2" },
  { approximate: oneOf("none", "tanh") },
);

const exact = (): Activation => ({
  acts: "pointwise",
  formula: { text: "x·Φ(x) = x·(1 + erf(x/√2)) / 2", latex: "x\\,\\Phi(x) = \\frac{x}{2}\\left(1 + \\operatorname{erf}\\frac{x}{\\sqrt 2}\\right)" },
  derivative: { text: "Φ(x) + x·e^(−x²/2) / √(2π)", latex: "\\Phi(x) + \\frac{x\\,e^{-x^2/2}}{\\sqrt{2\\pi}}" },
  f: (x) => x * normal(x),
  slope: (x) => normal(x) + x * Math.exp((-x * x) / 2) * Math.sqrt(0.5 / Math.PI),
  range: least(-0.16997120747990369),
  monotonic: "no",
  kinks: [],
});

const normal = (x: number): number => (1 + erf(x * Math.SQRT1_2)) / 2;

const a = Math.sqrt(2 / Math.PI);
const inner = (x: number): number => Math.tanh(a * (x + 0.044715 * x ** 3));
/** Beyond ±10 the tanh is ±1 and its slope nothing, but powers of x would overflow. */
const near = (x: number): number => Math.max(-10, Math.min(10, x));
const bend = (x: number): number => (x * (1 - inner(x) ** 2) * a * (1 + 3 * 0.044715 * x * x)) / 2;

const approximated = (): Activation => ({
  acts: "pointwise",
  formula: { text: "x·(1 + t) / 2, t = tanh(√(2/π)·(x + 0.044715·x³))", latex: "\\frac{x}{2}(1 + t), \\quad t = \\tanh\\left(\\sqrt{2/\\pi}\\,(x + 0.044715\\,x^3)\\right)" },
  derivative: { text: "(1 + t) / 2 + x·(1 − t²)·√(2/π)·(1 + 0.134145·x²) / 2", latex: "\\frac{1 + t}{2} + \\frac{x}{2}(1 - t^2)\\sqrt{2/\\pi}\\,(1 + 0.134145\\,x^2)" },
  f: (x) => (x * (1 + inner(x))) / 2,
  slope: (x) => (1 + inner(x)) / 2 + bend(near(x)),
  range: least(-0.17004075057125412),
  monotonic: "no",
  kinks: [],
});

export const geluActivation = ({ approximate }: Gelu): Activation => (approximate === "none" ? exact() : approximated());
