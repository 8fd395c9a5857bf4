import type { Gru, Lstm, MultiHeadAttention, SimpleRnn } from "@convscope/core";
import type { NdArray } from "@convscope/files/bytes";
import { refuse, type KerasRow, type KerasStep } from "../writer.ts";

/** The columns of an array with their gates in another order. */
function regated({ shape, data }: NdArray, gates: readonly number[]): NdArray {
  const units = (shape.at(-1) ?? 0) / gates.length;
  return permuteLast({ shape, data }, gates.flatMap((gate) => Array.from({ length: units }, (_, i) => gate * units + i)));
}

function permuteLast({ shape, data }: NdArray, order: readonly number[]): NdArray {
  const width = order.length;
  return { shape, data: Float32Array.from(data, (_, i) => data[i - (i % width) + (order[i % width] ?? 0)] ?? 0) };
}

/** Keras has one bias where PyTorch has two that are added; its GRU has both. */
function arrays(weight: (name: string) => NdArray, end: string, useBias: boolean, gates: readonly number[], both: boolean): [string, NdArray][] {
  const [kernel, recurrent] = [regated(weight(`weight_ih${end}`), gates), regated(weight(`weight_hh${end}`), gates)];
  if (!useBias) return [["kernel", kernel], ["recurrent_kernel", recurrent]];
  const [input, state] = [regated(weight(`bias_ih${end}`), gates), regated(weight(`bias_hh${end}`), gates)];
  const width = input.data.length;
  const bias: NdArray = both ? { shape: [2, width], data: Float32Array.from([...input.data, ...state.data]) } : { shape: [width], data: Float32Array.from(input.data, (b, i) => b + (state.data[i] ?? 0)) };
  return [["kernel", kernel], ["recurrent_kernel", recurrent], ["bias", bias]];
}

function recurrent({ units, useBias, bidirectional, returnSequences }: Gru | Lstm | SimpleRnn, className: string, more: KerasStep["config"], gates: readonly number[], both = false): readonly [KerasStep] {
  const config = { units, use_bias: useBias, return_sequences: returnSequences, ...more };
  if (!bidirectional) return [{ className, config, weights: (weight) => arrays(weight, "_l0", useBias, gates, both) }];
  return [{
    className: "Bidirectional",
    config: { layer: { class_name: className, config: { ...config, name: "cell" } }, merge_mode: "concat" },
    weights: (weight) => [
      ...arrays(weight, "_l0", useBias, gates, both).map(([name, array]): [string, NdArray] => [`forward_cell/${name}`, array]),
      ...arrays(weight, "_l0_reverse", useBias, gates, both).map(([name, array]): [string, NdArray] => [`backward_cell/${name}`, array]),
    ],
  }];
}

const gates = { activation: "tanh", recurrent_activation: "sigmoid" } as const;
export const simpleRnn: KerasRow<SimpleRnn> = (layer) => recurrent(layer, "SimpleRNN", { activation: layer.activation }, [0]);
export const lstm: KerasRow<Lstm> = (layer) => recurrent(layer, "LSTM", gates, [0, 1, 2, 3]);
/** Keras has update, reset, new, where we have reset first. */
export const gru: KerasRow<Gru> = (layer, { dialect }) => {
  if (dialect === "tfjs") refuse(layer.kind, "TensorFlow.js resets the state before the product only.");
  return recurrent(layer, "GRU", { ...gates, reset_after: true }, [1, 0, 2], true);
};

export const multiHeadAttention: KerasRow<MultiHeadAttention> = ({ kind, heads, causal, useBias }, { inputs, output: [, units = 0] }) => {
  if (causal) refuse(kind, "whether it looks ahead is no option of the layer.");
  if (inputs.length > 1) refuse(kind, "attention between several inputs is called otherwise there.");
  const size = units / heads;
  const part = (array: NdArray, i: number): NdArray => {
    const rows = array.shape.length === 2 ? (array.shape[0] ?? 0) : 1;
    const data = Float32Array.from({ length: rows * units }, (_, at) => array.data[Math.floor(at / units) * 3 * units + i * units + (at % units)] ?? 0);
    return { shape: array.shape.length === 2 ? [rows, heads, size] : [heads, size], data };
  };
  return [{
    className: "MultiHeadAttention",
    config: { num_heads: heads, key_dim: size, use_bias: useBias },
    weights: (weight) => [
      ...["query", "key", "value"].flatMap((name, i): [string, NdArray][] => [[`${name}/kernel`, part(weight("in_proj_weight"), i)], ...(useBias ? [[`${name}/bias`, part(weight("in_proj_bias"), i)] as [string, NdArray]] : [])]),
      ["attention_output/kernel", { shape: [heads, size, units], data: weight("out_proj.weight").data }],
      ...(useBias ? [["attention_output/bias", weight("out_proj.bias")] as [string, NdArray]] : []),
    ],
  }];
};

