import { product } from "@convscope/core";
import type { OnnxAttribute, OnnxModel, OnnxNode, OnnxTensor, OnnxType, OnnxValue } from "./model.ts";

/** A value while a model is being built. Its name may still change. */
export interface Value {
  name: string;
}

type Attributes = OnnxNode["attributes"];

interface Draft extends Pick<OnnxNode, "name" | "op" | "attributes"> {
  readonly inputs: readonly (Value | undefined)[];
  readonly outputs: readonly Value[];
}

/** The operations all models are written in. LayerNormalization came with it; nearly every program in use reads it. */
const opset = 17;

/** Builds an ONNX model, one operation after the other, and sees to it that every name is used once. */
export class OnnxBuilder {
  readonly #taken = new Set<string>();
  /** The number to try next for a name that was wanted before. */
  readonly #numbered = new Map<string, number>();
  readonly #inputs: (readonly [Value, OnnxType, OnnxValue["dims"]])[] = [];
  readonly #outputs: (readonly [Value, OnnxValue["dims"]])[] = [];
  readonly #nodes: Draft[] = [];
  readonly #constants: (readonly [Value, Omit<OnnxTensor, "name">])[] = [];
  readonly #lists = new Map<string, Value>();

  /** Keeps a name for later: nothing else will have it. */
  reserve(name: string): void {
    this.#taken.add(name);
  }

  input(name: string, type: OnnxType, dims: OnnxValue["dims"]): Value {
    const value = { name };
    this.#inputs.push([value, type, dims]);
    return value;
  }

  /** An operation of one output. `hint` is what it and its output are called, with a number where that is taken. */
  op(hint: string, op: string, inputs: readonly (Value | undefined)[], attributes: Attributes = {}): Value {
    return this.ops(hint, op, inputs, 1, attributes)[0] as Value;
  }

  /** An operation of several outputs. */
  ops(hint: string, op: string, inputs: readonly (Value | undefined)[], outputs: number, attributes: { readonly [name: string]: OnnxAttribute } = {}): readonly Value[] {
    const name = this.name(hint);
    const values = Array.from({ length: outputs }, (_, i) => ({ name: i === 0 ? name : this.name(name) }));
    // ONNX Runtime crashes on an empty name at the end of the inputs.
    const given = inputs.slice(0, inputs.findLastIndex((value) => value !== undefined) + 1);
    this.#nodes.push({ name, op, inputs: given, outputs: values, attributes });
    return values;
  }

  /** A constant array of 32-bit numbers, made when the file is written. */
  floats(hint: string, dims: readonly number[], data: () => Float32Array): Value {
    const value = { name: this.name(hint) };
    this.#constants.push([value, { dims, type: "float", data }]);
    return value;
  }

  /** A list of whole numbers; lists of the same numbers are one constant. */
  wholes(list: readonly number[]): Value {
    const key = list.join(",");
    const known = this.#lists.get(key) ?? { name: this.name(`[${key}]`) };
    if (!this.#lists.has(key)) this.#constants.push([known, { dims: [list.length], type: "int64", data: () => BigInt64Array.from(list, BigInt) }]);
    this.#lists.set(key, known);
    return known;
  }

  output(value: Value, dims: OnnxValue["dims"]): void {
    this.#outputs.push([value, dims]);
  }

  /** The model as plain data, with the names that values have now. */
  model(name: string, metadata: OnnxModel["metadata"]): OnnxModel {
    return {
      name,
      opset,
      inputs: this.#inputs.map(([{ name }, type, dims]) => ({ name, type, dims })),
      outputs: this.#outputs.map(([{ name }, dims]) => ({ name, type: "float", dims })),
      nodes: this.#nodes.map(({ inputs, outputs, ...rest }) => ({ ...rest, inputs: inputs.map((value) => value?.name ?? ""), outputs: outputs.map(({ name }) => name) })),
      constants: this.#constants.map(([{ name }, tensor]) => ({ name, ...tensor })),
      metadata,
    };
  }

  /** A name that nothing else has, like the one given. */
  name(hint: string): string {
    let name = hint;
    let i = this.#numbered.get(hint) ?? 1;
    for (; this.#taken.has(name); i++) name = `${hint}/${i}`;
    this.#numbered.set(hint, i);
    this.#taken.add(name);
    return name;
  }
}

/** Rows of numbers as one array. */
export const flat = (rows: readonly ArrayLike<number>[]): Float32Array => Float32Array.from(rows.flatMap((row) => Array.from(row)));

/** The same number in every place. */
export const filled = (dims: readonly number[], n: number): Float32Array => new Float32Array(product(dims)).fill(n);
