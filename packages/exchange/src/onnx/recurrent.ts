import type { Gru, Lstm, SimpleRnn } from "@convscope/core";
import type { Value } from "./builder.ts";
import type { Emission, Laid } from "./emission.ts";
import type { OnnxNode } from "./model.ts";

/** One of ONNX's recurrent operations, and the places in PyTorch's order of the gates that it has, in its own order. */
interface Cell {
  readonly op: "GRU" | "LSTM" | "RNN";
  readonly gates: readonly number[];
  readonly attributes?: OnnxNode["attributes"];
}

/** Runs a cell along x `[N, T, c]`: ONNX has the time first, both directions in one array, and zeros for the first state. */
export function unrolled(layer: Gru | Lstm | SimpleRnn, x: Laid, to: Emission, { op, gates, attributes = {} }: Cell): Laid {
  const { units, bidirectional, returnSequences } = layer;
  const ends = bidirectional ? ["_l0", "_l0_reverse"] : ["_l0"];
  const [, channels = 1] = x.shape;
  const sums = gates.length * units;
  const kernel = (name: "weight_ih" | "weight_hh", width: number): Value => to.constant(name, [ends.length, sums, width], () => joined(ends.map((end) => ordered(to.array(`${name}${end}`), gates))));
  const biases = layer.useBias ? to.constant("bias", [ends.length, 2 * sums], () => joined(ends.flatMap((end) => ["bias_ih", "bias_hh"].map((name) => ordered(to.array(`${name}${end}`), gates))))) : undefined;
  const inputs = [to.transpose(to.last(x), [1, 0, 2]), kernel("weight_ih", channels), kernel("weight_hh", units), biases];
  const [all, end] = to.ops(op, inputs, 2, { hidden_size: units, direction: bidirectional ? "bidirectional" : "forward", ...attributes }) as readonly [Value, Value];
  const value = returnSequences ? to.transpose(all, [2, 0, 1, 3]) : to.transpose(end, [1, 0, 2]);
  return to.withLast(to.reshape(value, to.shape));
}

/** Rows of gates, all of one size, in another order. */
function ordered(rows: Float32Array, gates: readonly number[]): Float32Array {
  const size = rows.length / gates.length;
  return joined(gates.map((gate) => rows.subarray(gate * size, (gate + 1) * size)));
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
