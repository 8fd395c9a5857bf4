import { oneOf, positive, recordOf, type FieldsOf, type OptionsOf } from "../record.ts";
import { sizeOf, type Generator } from "./initializer.ts";
import { truncatedDeviation, truncatedNormal } from "./randomNormal.ts";

type Mode = "fanIn" | "fanOut" | "fanAverage";
type Distribution = "uniform" | "normal" | "truncatedNormal";

/** Mean 0 and variance scale / fan, so that signals keep their size from layer to layer. Keras `VarianceScaling`; the named ones below are all of this kind. */
export interface VarianceScaling {
  readonly kind: "varianceScaling";
  readonly scale: number;
  /** Which fan divides: what flows in, what flows out, or the mean of both. */
  readonly mode: Mode;
  readonly distribution: Distribution;
}

const fields: FieldsOf<VarianceScaling> = { scale: positive, mode: oneOf("fanIn", "fanOut", "fanAverage"), distribution: oneOf("uniform", "normal", "truncatedNormal") };

export const varianceScaling = (options: OptionsOf<VarianceScaling> = {}): VarianceScaling =>
  recordOf({ kind: "varianceScaling", scale: 1, mode: "fanIn", distribution: "uniform" }, fields, options);

export interface FanOptions {
  /** What flows out instead keeps the size of gradients. PyTorch `kaiming_…_(mode=…)`. */
  readonly mode?: "fanIn" | "fanOut";
}
export interface NormalOptions {
  /** Keras cuts its normal initialisers at two deviations, PyTorch does not. */
  readonly truncated?: boolean;
}

const normal = ({ truncated = false }: NormalOptions): Distribution => (truncated ? "truncatedNormal" : "normal");

/** U(±√(6 / (fan in + fan out))). Glorot and Bengio, AISTATS 2010, equation 16; PyTorch `xavier_uniform_`. Keras's default. */
export const glorotUniform = (): VarianceScaling => varianceScaling({ mode: "fanAverage" });
/** N(0, 2 / (fan in + fan out)). Glorot and Bengio, AISTATS 2010, equation 12; PyTorch `xavier_normal_`. */
export const glorotNormal = (options: NormalOptions = {}): VarianceScaling => varianceScaling({ mode: "fanAverage", distribution: normal(options) });
/** U(±√(6 / fan)), for rectifiers. arXiv:1502.01852, equation 10; PyTorch `kaiming_uniform_`. */
export const heUniform = ({ mode = "fanIn" }: FanOptions = {}): VarianceScaling => varianceScaling({ scale: 2, mode });
/** N(0, 2 / fan), for rectifiers. arXiv:1502.01852, equation 10; PyTorch `kaiming_normal_`. */
export const heNormal = ({ mode = "fanIn", ...options }: FanOptions & NormalOptions = {}): VarianceScaling => varianceScaling({ scale: 2, mode, distribution: normal(options) });
/** U(±√(3 / fan in)), for SELU and scaled tanh. LeCun et al., Efficient BackProp, 1998, equation 16. */
export const lecunUniform = (): VarianceScaling => varianceScaling();
/** N(0, 1 / fan in). LeCun et al., Efficient BackProp, 1998, equation 16. */
export const lecunNormal = (options: NormalOptions = {}): VarianceScaling => varianceScaling({ distribution: normal(options) });
/** U(±1 / √(fan in)): what PyTorch's dense and convolution layers start with, kernels and biases (`kaiming_uniform_` with a = √5). */
export const torchUniform = (): VarianceScaling => varianceScaling({ scale: 1 / 3 });

const fanOf: { readonly [M in Mode]: (fanIn: number, fanOut: number) => number } = {
  fanIn: (fanIn) => fanIn,
  fanOut: (_, fanOut) => fanOut,
  fanAverage: (fanIn, fanOut) => (fanIn + fanOut) / 2,
};

export const generateVarianceScaling: Generator<VarianceScaling> = ({ scale, mode, distribution }, spec, random) => {
  const deviation = Math.sqrt(scale / Math.max(fanOf[mode](...spec.fans), 1));
  const draw: { readonly [D in Distribution]: () => number } = {
    uniform: () => (2 * random.uniform() - 1) * Math.sqrt(3) * deviation,
    normal: () => random.normal() * deviation,
    truncatedNormal: () => (truncatedNormal(random) * deviation) / truncatedDeviation,
  };
  const next = draw[distribution];
  const numbers = new Float32Array(sizeOf(spec));
  for (let i = 0; i < numbers.length; i++) numbers[i] = next();
  return numbers;
};
