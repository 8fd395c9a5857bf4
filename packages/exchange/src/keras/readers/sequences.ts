import { gru, lstm, multiHeadAttention, simpleRnn, type Layer, type LstmOptions } from "@convscope/core";
import type { Arrays, NdArray } from "@convscope/files/bytes";
import { Fields, isRecord } from "../fields.ts";
import { permute } from "../../permute.ts";
import { counted, type KerasReader, type Read, type Readers } from "../reader.ts";

/** What a recurrent layer may not do: Convscope has no layer for it. */
function plain(fields: Fields): void {
  for (const name of ["go_backwards", "stateful", "return_state", "time_major"]) fields.only(name, false);
  fields.only("recurrent_dropout", 0);
  fields.only("dropout", 0);
}

const gated = (fields: Fields): void => {
  fields.only("activation", "tanh");
  const gate = fields.get("recurrent_activation");
  if (gate !== "sigmoid" && gate !== undefined) throw fields.wrong("recurrent_activation", '"sigmoid"', "Convscope has no layer that does this.");
};

/** For each gate of ours, which of Keras's it is. */
interface Cell { readonly gates: readonly number[]; readonly make: (units: number, options: LstmOptions, fields: Fields) => Layer }

const cells: { readonly [className: string]: Cell } = {
  SimpleRNN: {
    gates: [0],
    make(units, options, fields) {
      const name = fields.text("activation", "tanh");
      if (name !== "tanh" && name !== "relu") throw fields.wrong("activation", '"tanh" or "relu"');
      return simpleRnn(units, { ...options, activation: name });
    },
  },
  LSTM: { gates: [0, 1, 2, 3], make: (units, options, fields) => (gated(fields), lstm(units, options)) },
  // Keras has update, reset, new; with us reset comes first.
  GRU: {
    gates: [1, 0, 2],
    make(units, options, fields) {
      gated(fields);
      if (fields.get("reset_after") !== true && !(fields.keras3 && fields.get("reset_after") === undefined)) throw fields.wrong("reset_after", "true", "Convscope resets the state after the product, as PyTorch does.");
      return gru(units, options);
    },
  },
};

/** The columns of `[rows, gates · units]` with the gates in our order. */
function regated({ shape, data }: NdArray, gates: readonly number[]): NdArray {
  const width = shape.at(-1) ?? 0;
  const units = width / gates.length;
  const result = new Float32Array(data.length);
  for (let row = 0; row < data.length / width; row++)
    gates.forEach((from, to) => result.set(data.subarray(row * width + from * units, row * width + (from + 1) * units), row * width + to * units));
  return { shape, data: result };
}

/** One direction's weights: Keras has one bias, or with `reset_after` two rows of them; we have PyTorch's two. */
function direction(arrays: readonly NdArray[], { gates }: Cell, end: string): Arrays {
  const [kernel, recurrent, bias] = arrays.map((array) => regated(array, gates));
  const width = bias?.shape.at(-1) ?? 0;
  const halves = bias && bias.shape.length === 2 ? [bias.data.slice(0, width), bias.data.slice(width)] : [bias?.data, new Float32Array(width)];
  return {
    ...(kernel && { [`weight_ih${end}`]: kernel }),
    ...(recurrent && { [`weight_hh${end}`]: recurrent }),
    ...(bias && { [`bias_ih${end}`]: { shape: [width], data: halves[0] ?? bias.data }, [`bias_hh${end}`]: { shape: [width], data: halves[1] ?? bias.data } }),
  };
}

function recurrent(cell: Cell, fields: Fields, bidirectional: boolean): Read {
  plain(fields);
  const useBias = fields.flag("use_bias", true);
  const arraysEach = useBias ? 3 : 2;
  return {
    layers: [cell.make(fields.whole("units"), { useBias, bidirectional, returnSequences: fields.flag("return_sequences", false) }, fields)],
    stored: bidirectional ? ["forward_layer/cell", "backward_layer/cell"] : ["cell"],
    weights(arrays, where) {
      counted(arrays, arraysEach * (bidirectional ? 2 : 1), where);
      return { ...direction(arrays.slice(0, arraysEach), cell, "_l0"), ...(bidirectional && direction(arrays.slice(arraysEach), cell, "_l0_reverse")) };
    },
  };
}

/** The layer that another one wraps. */
function wrapped(fields: Fields): { readonly className: string; readonly inner: Fields } {
  const { class_name: className, config } = fields.record("layer");
  if (typeof className !== "string" || !isRecord(config)) throw fields.wrong("layer", "a layer with class_name and config");
  return { className, inner: new Fields(config, `${fields.where}, its ${className}`, fields.keras3) };
}

export const wrap = (readers: Readers): Readers => ({
  Bidirectional(fields) {
    fields.only("merge_mode", "concat");
    const { className, inner } = wrapped(fields);
    const cell = Object.hasOwn(cells, className) ? cells[className] : undefined;
    if (!cell) throw fields.wrong("layer", `one of ${Object.keys(cells).join(", ")}`);
    return recurrent(cell, inner, true);
  },
  TimeDistributed(fields, inputs) {
    const { className, inner } = wrapped(fields);
    // A dense layer works on each step alike anyway.
    if (className !== "Dense") throw fields.wrong("layer", "a Dense layer", "Convscope has no layer that repeats others over time.");
    return { ...(readers["Dense"] as KerasReader)(inner, inputs), stored: ["layer"] };
  },
});

/** Keras keeps one matrix `[c, heads, size]` for each of query, key, value; we keep them side by side where they are alike. */
function projections(arrays: readonly NdArray[], useBias: boolean, where: string): Arrays {
  counted(arrays, useBias ? 8 : 4, where);
  const step = useBias ? 2 : 1;
  const flat = ({ shape: [first = 0], data }: NdArray): NdArray => ({ shape: [first, data.length / first], data });
  const [q, k, v] = [0, 1, 2].map((i) => flat(arrays[i * step] as NdArray)) as [NdArray, NdArray, NdArray];
  const out = arrays[3 * step] as NdArray;
  const units = out.shape.at(-1) ?? 0;
  const biases = useBias ? [1, 3, 5].map((i) => arrays[i]?.data ?? []) : [];
  const alike = [q, k, v].every(({ shape }) => shape[0] === units);
  const beside = (): NdArray => {
    const stacked = Float32Array.from([q, k, v].flatMap(({ data }) => [...data]));
    const moved = permute({ shape: [3, units, units], data: stacked }, [1, 0, 2]);
    return { shape: [units, 3 * units], data: moved.data };
  };
  return {
    ...(alike ? { in_proj_weight: beside() } : { q_proj_weight: q, k_proj_weight: k, v_proj_weight: v }),
    ...(useBias && { in_proj_bias: { shape: [3 * units], data: Float32Array.from(biases.flatMap((bias) => [...bias])) }, "out_proj.bias": arrays[7] as NdArray }),
    "out_proj.weight": { shape: [out.data.length / units, units], data: out.data },
  };
}

export const sequenceReaders: Readers = {
  SimpleRNN: (fields) => recurrent(cells["SimpleRNN"] as Cell, fields, false),
  LSTM: (fields) => recurrent(cells["LSTM"] as Cell, fields, false),
  GRU: (fields) => recurrent(cells["GRU"] as Cell, fields, false),
  MultiHeadAttention(fields, inputs) {
    const [[, units = 0] = []] = inputs;
    const [heads, size, useBias] = [fields.whole("num_heads"), fields.whole("key_dim"), fields.flag("use_bias", true)];
    if (heads * size !== units) throw fields.wrong("key_dim", `the ${units} channels of the query over num_heads=${heads}`, "Convscope divides the channels among the heads.");
    fields.only("value_dim", size);
    fields.only("output_shape");
    fields.only("dropout", 0);
    return {
      layers: [multiHeadAttention(heads, { useBias })],
      // Keras is called with the value before the key.
      ...(inputs.length === 3 && { order: [0, 2, 1] }),
      stored: ["query_dense", "key_dense", "value_dense", "output_dense"],
      weights: (arrays, where) => projections(arrays, useBias, where),
    };
  },
};
