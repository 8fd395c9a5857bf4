import type { Counted } from "./convolution.ts";
import type { Numbers } from "./layout.ts";

/** One unit's step from its sums over the input and over the state before, one of each per gate; carries the state and the memory. */
type Gates = (a: readonly number[], b: readonly number[], h: number, c: number) => readonly [h: number, c: number];

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** The cells, one number at a time, as PyTorch documents them. */
export const cells: { readonly [name in "tanh" | "relu" | "lstm" | "gru"]: Gates } = {
  tanh: ([a = 0], [b = 0]) => [Math.tanh(a + b), 0],
  relu: ([a = 0], [b = 0]) => [Math.max(a + b, 0), 0],
  lstm: (a, b, _, c) => {
    const [i = 0, f = 0, g = 0, o = 0] = a.map((sum, gate) => sum + (b[gate] ?? 0));
    const memory = sigmoid(f) * c + sigmoid(i) * Math.tanh(g);
    return [sigmoid(o) * Math.tanh(memory), memory];
  },
  gru: ([ar = 0, az = 0, an = 0], [br = 0, bz = 0, bn = 0], h) => {
    const z = sigmoid(az + bz);
    return [(1 - z) * Math.tanh(an + sigmoid(ar + br) * bn) + z * h, 0];
  },
};

/**
 * One direction of a recurrent layer over x `[T, c]`, in loops: the state after every step, `[T, units]`. Weights by name without
 * the ending, `weight_ih` `[c, gates·units]`; biases may be missing.
 */
export function recurrentLoop(cell: Gates, gates: number, x: Numbers, weights: { readonly [name: string]: Numbers }, backwards = false): Counted {
  const [length = 0, channels = 0] = x.shape;
  const units = weights["weight_hh"]?.shape[0] ?? 0;
  const output = new Float32Array(length * units);
  let macs = 0;
  let h: number[] = new Array<number>(units).fill(0);
  let c: number[] = new Array<number>(units).fill(0);
  const sum = (name: "ih" | "hh", values: readonly number[], column: number): number => {
    let total = weights[`bias_${name}`]?.data[column] ?? 0;
    for (const [row, value] of values.entries()) {
      total += value * (weights[`weight_${name}`]?.data[row * gates * units + column] ?? NaN);
      macs++;
    }
    return total;
  };
  for (let step = 0; step < length; step++) {
    const t = backwards ? length - 1 - step : step;
    const input = Array.from({ length: channels }, (_, i) => x.data[t * channels + i] ?? NaN);
    const next = h.map((state, unit) => {
      const columns = Array.from({ length: gates }, (_, gate) => gate * units + unit);
      return cell(columns.map((j) => sum("ih", input, j)), columns.map((j) => sum("hh", h, j)), state, c[unit] ?? 0);
    });
    h = next.map(([state]) => state);
    c = next.map(([, memory]) => memory);
    output.set(h, t * units);
  }
  return { shape: [length, units], data: output, macs };
}
