import type { Edges, Layer, Pair, Shape } from "../src/index.ts";

/** A constructor's arguments as the golden file has them. */
export interface TorchConfig {
  readonly [argument: string]: number | boolean | string | null | readonly number[] | undefined;
}

/** A case of `torch_cases`. Shapes are `[N, C, …]` with the batch, as PyTorch has them. */
export interface TorchCase {
  readonly id: number;
  readonly kind: string;
  readonly config: TorchConfig;
  /** Instead of `config` where a case is two layers. */
  readonly depthwise?: TorchConfig;
  readonly pointwise?: TorchConfig;
  readonly input: readonly number[];
  readonly output?: readonly number[];
  readonly params?: number;
  readonly buffers?: number;
  readonly macs?: number;
  readonly error?: string;
  readonly train?: boolean;
}

/** The layer of ours that a PyTorch layer is, and the weights whose shapes its constructor fixes, in our layout. */
export interface Translation {
  readonly layer: Layer;
  readonly declared?: { readonly [weight: string]: Shape };
  /** Numbers that PyTorch keeps beside the weights and we do not, such as how many batches were seen. */
  readonly uncounted?: number;
  /** Where PyTorch keeps the features last as well, as `Linear` does. */
  readonly featuresLast?: true;
}

export const numberOf = (value: TorchConfig[string], otherwise: number): number => (typeof value === "number" ? value : otherwise);

/** A scalar stands for both axes. */
export function pairOf(value: TorchConfig[string], otherwise: Pair): Pair {
  if (typeof value === "number") return [value, value];
  return Array.isArray(value) ? [Number(value[0]), Number(value[1])] : otherwise;
}

/** PyTorch's `padding`: a word, a number, or one number for both ends of each axis. */
export function paddingOf(value: TorchConfig[string]): "same" | readonly [Edges, Edges] {
  if (value === "same") return value;
  const [h, w] = value === "valid" ? ([0, 0] as const) : pairOf(value, [0, 0]);
  return [[h, h], [w, w]];
}

/** `[N, C, H, W]` as one sample of ours, `[H, W, C]`; `[N, C, L]` as `[L, C]`; vectors, and features that are last already, stay. */
export function sampleOf(shape: readonly number[], { featuresLast }: Translation): Shape {
  const sample = shape.length === 1 ? shape : shape.slice(1);
  return featuresLast ? sample : [...sample.slice(1), sample[0] ?? 0];
}

/** How many samples a case runs. */
export const batchOf = (shape: readonly number[]): number => (shape.length === 1 ? 1 : (shape[0] ?? 1));
