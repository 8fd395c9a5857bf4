import { check } from "../errors.ts";
import { plus, quantity, times } from "../expression.ts";
import { checked, flag, known, whole } from "../field.ts";
import type { Rules, WeightSpec, WeightSpecs } from "../layer.ts";
import type { Shape } from "../shape.ts";
import { step } from "../step.ts";
import { global, steps } from "../window.ts";
import { multiples } from "./conv2d.ts";

/**
 * Every position asks all positions and takes a weighted mean of their answers, in `heads` independent parts:
 * `softmax(q·kᵀ / √(d / heads))·v`. ONNX `Attention`, PyTorch `MultiheadAttention`, Keras `MultiHeadAttention`.
 *
 * inputs: query `[length, d]` alone (self-attention), or query and memory `[other, c]` (cross-attention), or query, key `[other, c]`
 * and value `[other, c']` · in_proj_weight `[d, 3·d]`, or where c or c' differ from d: q_proj_weight `[d, d]`, k_proj_weight `[c, d]`,
 * v_proj_weight `[c', d]` · in_proj_bias `[3·d]` · out_proj.weight `[d, d]` · out_proj.bias `[d]` · output `[length, d]`
 */
export interface MultiHeadAttention {
  readonly kind: "multiHeadAttention";
  readonly heads: number;
  readonly causal: boolean;
  readonly useBias: boolean;
}

export interface MultiHeadAttentionOptions {
  /** Position i sees positions 0 … i only, as a decoder needs. */
  readonly causal?: boolean;
  /** Biases of the projections in and of the one out. */
  readonly useBias?: boolean;
}

/**
 * Attention in `heads` parts: `multiHeadAttention(8)`. The channels of the query must divide into heads.
 *
 * @throws LayerError when an option is unknown or out of range.
 */
export function multiHeadAttention(heads: number, options: MultiHeadAttentionOptions = {}): MultiHeadAttention {
  known("multiHeadAttention", options, "causal", "useBias");
  const { causal = false, useBias = true } = options;
  return checked(multiHeadAttentionRules.fields, { kind: "multiHeadAttention", heads, causal, useBias });
}

/** Lengths and channels of query, key and value: memory stands for key and value, the query for all. */
function streams(inputs: readonly Shape[]): readonly [query: Stream, key: Stream, value: Stream] {
  const kind = "multiHeadAttention";
  check(inputs.length <= 3, kind, `takes a query, a query and a memory, or a query, a key and a value. Received ${inputs.length} inputs.`);
  const all = inputs.map((_, i) => steps(kind, inputs, i));
  const query = all[0] ?? [0, 0];
  const key = all[1] ?? query;
  const value = all[2] ?? key;
  check(key[0] === value[0], kind, `key and value must have the same length. Received ${key.join("×")} and ${value.join("×")}.`);
  return [query, key, value];
}
type Stream = readonly [length: number, channels: number];

const matrix = (inward: number, outward: number): WeightSpec => ({ shape: [inward, outward], trainable: true, role: "kernel", fans: [inward, outward], torchAxes: [1, 0] });

export const multiHeadAttentionRules: Rules<MultiHeadAttention> = {
  doc: {
    summary: "Every position looks at all positions and takes a weighted mean of what they hold.",
    onnx: "Attention", pytorch: "MultiheadAttention", keras: "MultiHeadAttention",
    source: "arXiv:1706.03762, section 3.2",
  },
  arity: { least: 1 },
  work: "matmul",
  fields: { heads: whole(1), causal: flag, useBias: flag },

  outputShape({ heads }, inputs) {
    const [[length, d]] = streams(inputs);
    check(d % heads === 0, "multiHeadAttention", `the channels of the query must divide into heads. Received ${length}×${d}, heads=${heads}. Nearest that divide: ${multiples(d, heads)}.`);
    return [length, d];
  },

  weights({ useBias }, inputs): WeightSpecs {
    const [[, d], [, c], [, cv]] = streams(inputs);
    return {
      ...(c === d && cv === d ? { in_proj_weight: matrix(d, 3 * d) } : { q_proj_weight: matrix(d, d), k_proj_weight: matrix(c, d), v_proj_weight: matrix(cv, d) }),
      ...(useBias && { in_proj_bias: { shape: [3 * d], trainable: true, role: "bias", fans: [d, 3 * d] } }),
      "out_proj.weight": matrix(d, d),
      ...(useBias && { "out_proj.bias": { shape: [d], trainable: true, role: "bias", fans: [d, d] } }),
    };
  },

  /** The four projections, the scores, and the weighted means. */
  macs(_, inputs) {
    const [[length, d], [other, c], [, cv]] = streams(inputs);
    return 2 * length * d * d + other * (c + cv) * d + 2 * length * other * d;
  },

  windows: global,

  derive({ useBias }, inputs) {
    const [[length, width], [other, keyed], [, valued]] = streams(inputs);
    const [t, d] = [quantity("t", length), quantity("d", width)];
    const self = inputs.length === 1;
    const s = self ? t : quantity("s", other);
    const [c, cv] = keyed === width && valued === width ? [d, d] : [quantity("c_k", keyed), quantity("c_v", valued)];
    return [
      step("length", t, "one answer for every position of the query"),
      step("parameters", times(useBias ? plus(d, c, cv, d, 4) : plus(d, c, cv, d), d), `projections of query, key and value, and one out${useBias ? ", each with d biases" : ""}`),
      step("macs", plus(times(2, t, d, d), times(s, plus(c, cv), d), times(2, t, s, d)), "query and output, key and value; then a score and a share for every pair of positions"),
    ];
  },
};
