import type { Counted } from "./convolution.ts";
import type { Numbers } from "./layout.ts";

/** The matrices of an attention layer, `[in, d]` each, without biases. */
export interface AttentionWeights {
  readonly query: Numbers;
  readonly key: Numbers;
  readonly value: Numbers;
  readonly output: Numbers;
}

/** Attention of query `[L, d]` to key `[S, c]` and value `[S, c']` in plain loops, one head after the other. */
export function attentionLoop(heads: number, query: Numbers, key: Numbers, value: Numbers, weights: AttentionWeights): Counted {
  let macs = 0;
  /** Rows of `a` times columns of `b`, product by product. */
  const multiply = (a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number[][] =>
    a.map((row) =>
      (b[0] ?? []).map((_, j) =>
        row.reduce((sum, x, i) => {
          macs++;
          return sum + x * (b[i]?.[j] ?? NaN);
        }, 0),
      ),
    );
  const [q, k, v] = [multiply(rows(query), rows(weights.query)), multiply(rows(key), rows(weights.key)), multiply(rows(value), rows(weights.value))];
  const size = (query.shape[1] ?? 0) / heads;
  const parts = Array.from({ length: heads }, (_, head) => {
    const part = (x: number[][]): number[][] => x.map((row) => row.slice(head * size, (head + 1) * size));
    const scores = multiply(part(q), transpose(part(k)));
    return multiply(scores.map((row) => shares(row.map((score) => score / Math.sqrt(size)))), part(v));
  });
  const mixed = q.map((_, i) => parts.flatMap((part) => part[i] ?? []));
  const output = multiply(mixed, rows(weights.output));
  return { shape: [output.length, output[0]?.length ?? 0], data: Float32Array.from(output.flat()), macs };
}

const rows = ({ shape: [height = 0, width = 0], data }: Numbers): number[][] =>
  Array.from({ length: height }, (_, i) => Array.from({ length: width }, (_, j) => data[i * width + j] ?? NaN));

const transpose = (x: readonly (readonly number[])[]): number[][] => (x[0] ?? []).map((_, j) => x.map((row) => row[j] ?? NaN));

function shares(scores: readonly number[]): number[] {
  const powers = scores.map((score) => Math.exp(score));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((p) => p / total);
}
