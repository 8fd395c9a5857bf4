import type { MultiHeadAttention } from "@convscope/core";
import type { Value } from "../builder.ts";
import type { Emission, Emit, Laid } from "../emission.ts";

/** query `[N, L, d]`, key `[N, S, c]`, value `[N, S, c']`; what is left out is the one before it. */
export const multiHeadAttention: Emit<MultiHeadAttention> = ({ heads, causal }, [query, key = query, value = key], to) => {
  const [length = 1, d = 1] = query.shape;
  const [other = 1] = key.shape;
  const size = d / heads;
  const kernels = to.has("in_proj_weight")
    ? to.ops("Split", [to.transpose(to.weight("in_proj_weight"), [1, 0])], 3, { axis: 1 })
    : ["q", "k", "v"].map((of) => to.transpose(to.weight(`${of}_proj_weight`), [1, 0]));
  const biases = to.has("in_proj_bias") ? to.ops("Split", [to.weight("in_proj_bias")], 3, { axis: 0 }) : [];
  /** `[N, T, c]` to `[N, heads, T, d / heads]`, or the last two axes the other way round. */
  const project = (x: Laid, i: number, perm: readonly number[]): Value =>
    to.transpose(to.reshape(linear(to, to.last(x), kernels[i] as Value, biases[i]), [x.shape[0] ?? 1, heads, size]), perm);
  const scores = to.op("Mul", [to.op("MatMul", [project(query, 0, [0, 2, 1, 3]), project(key, 1, [0, 2, 3, 1])]), to.number(1 / Math.sqrt(size))]);
  const seen = causal ? to.op("Add", [scores, to.constant("later", [length, other], () => later(length, other))]) : scores;
  const mixed = to.op("MatMul", [to.op("Softmax", [seen], { axis: 3 }), project(value, 2, [0, 2, 1, 3])]);
  const joined = to.reshape(to.transpose(mixed, [0, 2, 1, 3]), [length, d]);
  return to.withLast(linear(to, joined, to.transpose(to.weight("out_proj.weight"), [1, 0]), to.optional("out_proj.bias")));
};

function linear(to: Emission, x: Value, kernel: Value, bias: Value | undefined): Value {
  const y = to.op("MatMul", [x, kernel]);
  return bias === undefined ? y : to.op("Add", [y, bias]);
}

/** `[L, S]`: 0 where position i may look, so far below every score that nothing is left of it where j comes after i. */
const later = (length: number, other: number): Float32Array => Float32Array.from({ length: length * other }, (_, at) => (at % other > Math.floor(at / other) ? -1e30 : 0));
