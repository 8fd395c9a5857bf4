import { formatShape, GraphError } from "@convscope/core";
import { OnnxBuilder, type OnnxModel, type OnnxNode, type OnnxType, type OnnxValue, type Value } from "@convscope/exchange/onnx";
import { geometryOf } from "../convolution/geometry.ts";
import { inBlocks, worthBlocks } from "../convolution/inBlocks.ts";
import { arePairs } from "../pooling/pairs.ts";
import { inferences, type Dims } from "./dims.ts";
import type { Operation } from "./operation.ts";
import { Tape } from "./tape.ts";

/** One operation that was written: what a derivative follows backwards. */
export interface Call extends Pick<OnnxNode, "name" | "attributes"> {
  readonly op: Operation;
  readonly inputs: readonly (Value | undefined)[];
  readonly outputs: readonly Value[];
}

/** Operations whose derivative needs outputs that layers do not ask for: where each maximum was found; the mean and the inverse deviation. */
const outputsForDerivative: { readonly [op: string]: number } = { LayerNormalization: 3, MaxPool: 2 };

export interface RecorderOptions {
  /** Channels of a block, of the convolutions that ONNX Runtime has for maps in blocks; 0, or left out, where they are not to be used. */
  readonly block?: number;
  /** Whether only ONNX's own operations may be written, so that other programs than ONNX Runtime can run it; weights are then as PyTorch keeps them. */
  readonly portable?: boolean;
  /**
   * Whether the largest values of what was rectified are found before they are rectified: the same values and gradients from a quarter of
   * the work. Where everything is below zero the place of the largest is another, which only the deconvnet rule lets through.
   */
  readonly poolsFirst?: boolean;
}

/** Builds a model of which every shape is known, and remembers how each value was made. */
export class Recorder extends OnnxBuilder {
  readonly calls: Call[] = [];
  readonly #dims = new Map<Value, Dims>();
  readonly #inputs = new Set<string>();
  readonly #lists = new Map<Value, readonly number[]>();
  readonly #numbers = new Map<number, Value>();
  readonly #given = new Set<Value>();
  readonly #results = new Map<string, string>();
  readonly #makers = new Map<Value, Call>();

  /** Channels of a block, of the convolutions that ONNX Runtime has for maps in blocks; 0 where they are not to be used. */
  readonly block: number;
  readonly #portable: boolean;
  readonly #poolsFirst: boolean;

  constructor({ block = 0, portable = false, poolsFirst = false }: RecorderOptions = {}) {
    super();
    this.block = block;
    this.#portable = portable;
    this.#poolsFirst = poolsFirst;
  }

  override input(name: string, type: OnnxType, dims: OnnxValue["dims"]): Value {
    if (this.#inputs.has(name)) throw new GraphError(`input "${name}": a graph's input must not be called as something else that a training step is given. Received "${name}". Give the graph's input another name.`);
    this.#inputs.add(name);
    const value = super.input(name, type, dims);
    this.reserve(name);
    this.#dims.set(value, dims.map(Number));
    return value;
  }

  override ops(hint: string, op: string, inputs: readonly (Value | undefined)[], outputs: number, attributes: OnnxNode["attributes"] = {}): readonly Value[] {
    const known = outputs === 1 ? this.#simpler(hint, op, inputs, attributes) : undefined;
    if (known) return [known];
    const isPooledByPairs = op === "MaxPool" && inputs[0] !== undefined && arePairs(this.dims(inputs[0]), attributes);
    const all = isPooledByPairs ? outputs : Math.max(outputs, outputsForDerivative[op] ?? 1);
    if (all > outputs) return this.ops(hint, op, inputs, all, attributes).slice(0, outputs);
    const convolved = op === "Conv" ? this.#inBlocks(hint, inputs, attributes) : undefined;
    if (convolved) return [convolved];
    if (this.#portable && op === "com.microsoft.FusedMatMul") return this.ops(hint, "MatMul", inputs.map((value, i) => value && this.#flipped(hint, value, attributes[i === 0 ? "transA" : "transB"] === 1)), 1);
    const infer = inferences[op as Operation];
    const list = (input: number): readonly number[] => this.#list(op, inputs[input]);
    const shapes = infer({ dims: inputs.map((value) => value && this.dims(value)), attributes, list, outputs });
    const values = super.ops(hint, op, inputs, outputs, attributes);
    const call: Call = { name: hint, op: op as Operation, inputs, outputs: values, attributes };
    values.forEach((value, i) => {
      this.#dims.set(value, shapes[i] ?? []);
      this.#makers.set(value, call);
    });
    this.calls.push(call);
    return values;
  }

  override floats(hint: string, dims: readonly number[], data: () => Float32Array): Value {
    const value = super.floats(hint, dims, data);
    this.#dims.set(value, dims);
    // Scales of a resizing are numbers with fractions; nothing else asks.
    if (dims.length === 1 && (dims[0] ?? 0) <= 8) this.#lists.set(value, Array.from(data()));
    return value;
  }

  /** A constant number; equal numbers are one constant. */
  number(n: number): Value {
    const known = this.#numbers.get(n) ?? this.floats(String(n), [], () => Float32Array.of(n));
    this.#numbers.set(n, known);
    return known;
  }

  override wholes(list: readonly number[]): Value {
    const value = super.wholes(list);
    this.#dims.set(value, [list.length]);
    this.#lists.set(value, list);
    return value;
  }

  /** Gives a value out under a name. What is an input, or is given out already, is copied. */
  result(name: string, value: Value): void {
    const isOwn = this.#makers.has(value) && !this.#given.has(value);
    const [output] = isOwn ? [value] : (super.ops(`${name}/copy`, "Identity", [value], 1) as readonly [Value]);
    output.name = this.name(name);
    this.#given.add(output);
    this.#results.set(name, output.name);
    this.output(output, this.dims(value));
  }

  /** What each value given out is called, by the name that was asked for: another where that is taken. */
  get results(): ReadonlyMap<string, string> {
    return this.#results;
  }

  /** A value that no gradient comes back through. */
  detached(value: Value): Value {
    // What is not remembered is not followed backwards.
    const [copy] = super.ops(`${value.name}/detached`, "Identity", [value], 1) as readonly [Value];
    this.#dims.set(copy, this.dims(value));
    return copy;
  }

  /** The numbers of a constant list, if it is one. */
  list(value: Value | undefined): readonly number[] | undefined {
    return value && this.#lists.get(value);
  }

  /** The shape of a value. */
  dims(value: Value): Dims {
    const dims = this.#dims.get(value);
    if (!dims) throw new Error(`${value.name}: its shape is not known, as it is of another model.`);
    return dims;
  }

  /** The model without what leads to no output: ONNX Runtime would compute it. */
  override model(name: string, metadata: OnnxModel["metadata"]): OnnxModel {
    const model = super.model(name, metadata);
    const needed = new Set(model.outputs.map((output) => output.name));
    const nodes = model.nodes.toReversed().filter(({ inputs, outputs }) => {
      const isNeeded = outputs.some((output) => needed.has(output));
      if (isNeeded) for (const input of inputs) needed.add(input);
      return isNeeded;
    });
    return { ...model, nodes: nodes.reverse(), constants: model.constants.filter((constant) => needed.has(constant.name)) };
  }

  /** A value with its last two axes exchanged, if they must be. */
  #flipped(hint: string, value: Value, isFlipped: boolean): Value {
    const axes = this.dims(value).map((_, axis) => axis);
    const perm = [...axes.slice(0, -2), axes.length - 1, axes.length - 2];
    return isFlipped ? (this.ops(hint, "Transpose", [value], 1, { perm })[0] as Value) : value;
  }

  #list(op: string, value: Value | undefined): readonly number[] {
    const list = this.list(value);
    if (!list) throw new Error(`${op}: ${value?.name ?? "an input"} must be a constant list.`);
    return list;
  }

  /** A convolution in blocks, where that is faster: several operations that are one to whoever follows them back. */
  #inBlocks(name: string, inputs: readonly (Value | undefined)[], attributes: OnnxNode["attributes"]): Value | undefined {
    const [x, w, bias] = inputs;
    if (!x || !w || this.block === 0) return undefined;
    const [xDims, wDims] = [this.dims(x), this.dims(w)];
    const [dims = []] = inferences.Conv({ dims: [xDims, wDims], attributes, list: () => [], outputs: 1 });
    const geometry = geometryOf(xDims, wDims, dims, attributes);
    const to = new Tape(this, name);
    if (!worthBlocks(to, geometry)) return undefined;
    const before = this.calls.length;
    const value = inBlocks(to, x, w, bias, geometry);
    this.calls.splice(before, this.calls.length, { name, op: "Conv", inputs, outputs: [value], attributes });
    return value;
  }

  /** What needs no operation: a shape that is known, an order that is there already. */
  #simpler(hint: string, op: string, inputs: readonly (Value | undefined)[], attributes: OnnxNode["attributes"]): Value | undefined {
    const [x] = inputs;
    if (!x) return undefined;
    if (op === "Shape") return this.wholes(this.dims(x).slice(Number(attributes["start"] ?? 0), Number(attributes["end"] ?? this.dims(x).length)));
    const lists = inputs.map((value) => this.list(value));
    if (op === "Concat" && lists.every((list) => list !== undefined)) return this.wholes(lists.flat());
    if (op === "MaxPool" && this.#poolsFirst) {
      const maker = this.#makers.get(x);
      const [from] = maker?.op === "Relu" ? maker.inputs : [];
      return from && this.op(`${maker?.name ?? op}/late`, "Relu", [this.op(hint, op, [from], attributes)]);
    }
    if (op === "Reshape") {
      const maker = this.#makers.get(x);
      const [dims = []] = inferences.Reshape({ dims: [this.dims(x)], attributes, list: (i) => this.#list(op, inputs[i]), outputs: 1 });
      if (formatShape(dims) === formatShape(this.dims(x))) return x;
      const [from] = maker?.op === "Reshape" ? maker.inputs : [];
      return from && this.ops(maker?.name ?? op, "Reshape", [from, this.wholes(dims)], 1)[0];
    }
    if (op === "Transpose") {
      const perm = attributes["perm"] as readonly number[];
      if (perm.every((axis, i) => axis === i)) return x;
      const maker = this.#makers.get(x);
      const [from] = maker?.op === "Transpose" ? maker.inputs : [];
      const before = (maker?.attributes["perm"] ?? []) as readonly number[];
      return from && this.ops(maker?.name ?? op, "Transpose", [from], 1, { perm: perm.map((axis) => before[axis] ?? axis) })[0];
    }
    return undefined;
  }
}
