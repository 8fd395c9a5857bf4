import { product, type Shape, type WeightSpec } from "@convscope/core";
import { torchShape } from "../torch.ts";
import type { OnnxBuilder, Value } from "./builder.ts";
import type { OnnxNode, OnnxOp } from "./model.ts";

/** A value of the graph, and how it lies in the ONNX model. */
export interface Laid {
  readonly value: Value;
  /** Of one sample, as in the graph: channels last. */
  readonly shape: Shape;
  /** Where the channels are in ONNX: before the places, `[batch, C, H, W]`, or after them. The same for a vector. */
  readonly channels: "first" | "last";
  /** Of a vector: the maps whose values it holds with the channels first, as PyTorch flattens them. */
  readonly maps?: Shape;
  /** Whether it holds whole numbers of 64 bits, as tokens come in. */
  readonly tokens?: true;
}

/** What all emissions of one model share. */
export interface Shared {
  readonly builder: OnnxBuilder;
  /** Other layouts of a value that were asked for, by layout. */
  readonly relaid: Map<Value, Map<string, Value>>;
  /** A weight by its key, in PyTorch's layout. `maps` is the order of a vector whose values its rows run along. */
  weight(key: string, spec: WeightSpec, maps: Shape | undefined): Value;
  /** The numbers of a weight in PyTorch's layout, asked for when the file is written. */
  numbers(key: string, spec: WeightSpec): Float32Array;
}

/** Writes the operations of one node. */
export class Emission {
  constructor(
    readonly name: string,
    /** Of the node's output, as in the graph. */
    readonly shape: Shape,
    readonly shared: Shared,
    /** The name under which the weights are kept, and what they are. */
    readonly owner: string,
    readonly specs: { readonly [name: string]: WeightSpec },
  ) {}

  /** One operation, named after the node and itself. */
  op(op: OnnxOp, inputs: readonly (Value | undefined)[], attributes: OnnxNode["attributes"] = {}): Value {
    return this.shared.builder.op(`${this.name}/${op}`, op, inputs, attributes);
  }

  /** An operation of several outputs. */
  ops(op: OnnxOp, inputs: readonly (Value | undefined)[], outputs: number, attributes: OnnxNode["attributes"] = {}): readonly Value[] {
    return this.shared.builder.ops(`${this.name}/${op}`, op, inputs, outputs, attributes);
  }

  /** A constant array. */
  constant(hint: string, dims: readonly number[], data: () => Float32Array): Value {
    return this.shared.builder.floats(`${this.name}/${hint}`, dims, data);
  }

  /** A constant number. */
  number(n: number): Value {
    return this.constant(String(n), [], () => Float32Array.of(n));
  }

  /** A list of whole numbers: axes, sizes. */
  wholes(list: readonly number[]): Value {
    return this.shared.builder.wholes(list);
  }

  /** To samples of a shape; the batch is what is left. */
  reshape(x: Value, dims: readonly number[]): Value {
    return this.op("Reshape", [x, this.wholes([-1, ...dims])]);
  }

  transpose(x: Value, perm: readonly number[]): Value {
    return this.op("Transpose", [x], { perm });
  }

  /** An input as it lies, as numbers that can be computed with. */
  asIs(x: Laid): Value {
    return x.tokens ? this.#relaid(x, "float", () => this.op("Cast", [x.value], { to: 1 })) : x.value;
  }

  /** An input as whole numbers of 64 bits. */
  tokens(x: Laid): Value {
    return x.tokens ? x.value : this.op("Cast", [this.last(x)], { to: 7 });
  }

  /** An input with its channels before its places; it has places. */
  first(x: Laid): Value {
    const rank = x.shape.length;
    if (x.channels === "first" || rank === 1) return this.asIs(x);
    return this.#relaid(x, "first", () => this.transpose(this.asIs(x), [0, rank, ...x.shape.slice(1).map((_, i) => i + 1)]));
  }

  /** An input as in the graph: channels last, vectors in its order. */
  last(x: Laid): Value {
    const { maps, shape } = x;
    if (maps !== undefined) return this.#relaid(x, "last", () => this.reshape(this.#lastOf(this.reshape(x.value, [maps.at(-1) ?? 1, ...maps.slice(0, -1)]), maps.length), shape));
    return x.channels === "last" || shape.length === 1 ? this.asIs(x) : this.#relaid(x, "last", () => this.#lastOf(x.value, shape.length));
  }

  /** An input whose values are in the graph's order, however the channels lie. */
  ordered(x: Laid): Laid {
    return x.maps === undefined ? x : { value: this.last(x), shape: x.shape, channels: "last" };
  }

  #lastOf(value: Value, rank: number): Value {
    return this.transpose(value, [0, ...Array.from({ length: rank - 1 }, (_, i) => i + 2), 1]);
  }

  #relaid(x: Laid, layout: string, make: () => Value): Value {
    const known = this.shared.relaid.get(x.value) ?? new Map<string, Value>();
    this.shared.relaid.set(x.value, known);
    const value = known.get(layout) ?? make();
    known.set(layout, value);
    return value;
  }

  /** Several inputs in one layout, that of the first if it can be, and what lies so. */
  alike(inputs: readonly [Laid, ...Laid[]]): { readonly values: readonly Value[]; readonly lead: Laid } {
    const [lead] = inputs;
    const { value, shape, channels, maps } = lead;
    const isSame = (x: Laid): boolean => String(x.maps) === String(maps) && (shape.length === 1 || x.channels === channels);
    if (inputs.every(isSame)) return { values: inputs.map((x) => this.asIs(x)), lead };
    if (channels === "first" && shape.length > 1) return { values: inputs.map((x) => this.first(x)), lead };
    return { values: inputs.map((x) => this.last(x)), lead: { value, shape, channels: "last" } };
  }

  /** Whether the node has a weight of this name. */
  has(name: string): boolean {
    return this.specs[name] !== undefined;
  }

  /** A weight under its own name in PyTorch's layout. `maps` is the order of a vector whose values its first axis runs along. */
  weight(name: string, maps?: Shape): Value {
    const spec = this.spec(name);
    return this.shared.weight(`${this.owner}.${name}`, spec, maps !== undefined && spec.shape[0] === product(maps) ? maps : undefined);
  }

  /** A weight if the node has it. */
  optional(name: string): Value | undefined {
    return this.has(name) ? this.weight(name) : undefined;
  }

  spec(name: string): WeightSpec {
    return this.specs[name] as WeightSpec;
  }

  /** The numbers of a weight in PyTorch's layout, for a constant made of them. */
  array(name: string): Float32Array {
    return this.shared.numbers(`${this.owner}.${name}`, this.spec(name));
  }

  /** A weight with a number for each channel of `x`, or one for all, in a shape that meets x as it lies. */
  perChannel(x: Laid, name: string): Value {
    const value = this.weight(name, x.maps);
    const dims = torchShape(this.spec(name));
    const count = dims[0] ?? 1;
    const wanted = x.channels === "first" && x.shape.length > 1 && count > 1 ? [count, ...x.shape.slice(1).map(() => 1)] : [count];
    return String(dims) === String(wanted) ? value : this.op("Reshape", [value, this.wholes(wanted)]);
  }

  /** The output, lying as an input does. */
  like(x: Laid, value: Value): Laid {
    const { channels, maps } = x;
    return { value, shape: this.shape, channels, ...(maps !== undefined && { maps }) };
  }

  /** The output with its channels before its places. */
  withFirst(value: Value): Laid {
    return { value, shape: this.shape, channels: "first" };
  }

  /** The output as in the graph. */
  withLast(value: Value): Laid {
    return { value, shape: this.shape, channels: "last" };
  }
}

/** How one kind of layer is written. */
export type Emit<L> = (layer: L, inputs: readonly [Laid, ...Laid[]], to: Emission) => Laid;

/** The axis of the channels, the batch counted. */
export const channelAxis = ({ channels, shape }: Laid): number => (channels === "first" ? 1 : shape.length);

/** Where an axis of the graph's shape, counted without the batch, is in ONNX. */
export const axisIn = ({ channels, shape }: Laid, axis: number): number => (channels === "last" ? axis + 1 : axis === shape.length - 1 ? 1 : axis + 2);
