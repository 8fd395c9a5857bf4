import { AugmentError } from "../error.ts";
import { numbers } from "../field.ts";
import { whiteOf } from "../image.ts";
import { make } from "../make.ts";
import type { Labelled, OperationRow } from "../operationRow.ts";
import type { Sample } from "../sample.ts";
import type { Chance, StepRow } from "../stepRow.ts";

/** `(x / white − mean) / std` for each channel, as floats. */
export interface Normalized extends Labelled {
  readonly kind: "normalize";
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** PyTorch: ToTensor and Normalize. Keras: Rescaling and Normalization. */
export interface Normalize extends Chance {
  readonly kind: "normalize";
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

const fields = { mean: numbers({ fallback: [0] }), std: numbers({ min: 1e-12, fallback: [1] }) };

export const normalizeOperation: OperationRow<Normalized> = { fields, apply: normalizeSample };

export const normalizeStep: StepRow<Normalize> = { fields, draw: ({ mean, std }) => [{ kind: "normalize", mean, std, label: "normalize" }] };

/** A step that gives floats: `(x / white − mean) / std`; one number for each channel, or one for all. */
export const normalize = (options: { readonly mean?: readonly number[]; readonly std?: readonly number[] } = {}): Normalize => make("normalize", normalizeStep, options);

function normalizeSample(sample: Sample, { mean, std }: Normalized): Sample {
  const { shape, data } = sample.image;
  const channels = shape[2];
  for (const [name, list] of [["mean", mean], ["std", std]] as const)
    if (list.length !== 1 && list.length !== channels) throw new AugmentError(`normalize: ${name} must have one number, or one for each of the ${channels} channels. Received ${list.length}.`);
  const white = whiteOf(data);
  const result = new Float32Array(data.length);
  const factors = Array.from({ length: channels }, (_, c) => 1 / (std[c % std.length] as number));
  for (let i = 0; i < data.length; i++) {
    const c = i % channels;
    result[i] = ((data[i] as number) / white - (mean[c % mean.length] as number)) * (factors[c] as number);
  }
  return { ...sample, image: { shape, data: result } };
}
