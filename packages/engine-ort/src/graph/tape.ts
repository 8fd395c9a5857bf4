import { product } from "@convscope/core";
import type { OnnxNode, Value } from "@convscope/exchange/onnx";
import type { Dims } from "./dims.ts";
import type { Operation } from "./operation.ts";
import type { Recorder } from "./recorder.ts";

/** Writes operations that belong together, named after one thing. */
export class Tape {
  constructor(
    readonly recorder: Recorder,
    /** In front of the names of all that is written. */
    readonly name: string,
  ) {}

  /** One operation of one output. */
  op(op: Operation, inputs: readonly (Value | undefined)[], attributes: OnnxNode["attributes"] = {}): Value {
    return this.ops(op, inputs, 1, attributes)[0] as Value;
  }

  /** An operation of several outputs. */
  ops(op: Operation, inputs: readonly (Value | undefined)[], outputs: number, attributes: OnnxNode["attributes"] = {}): readonly Value[] {
    return this.recorder.ops(`${this.name}/${op.slice(op.lastIndexOf(".") + 1)}`, op, inputs, outputs, attributes);
  }

  /** A constant number. */
  number(n: number): Value {
    return this.recorder.number(n);
  }

  /** A constant array. */
  floats(dims: Dims, data: () => Float32Array): Value {
    return this.recorder.floats(`${this.name}/constant`, dims, data);
  }

  /** A constant list of whole numbers: axes, sizes. */
  wholes(list: readonly number[]): Value {
    return this.recorder.wholes(list);
  }

  /** The numbers of a constant list. */
  listOf(value: Value | undefined): readonly number[] {
    const list = this.recorder.list(value);
    if (!list) throw new Error(`${this.name}: ${value?.name ?? "an input"} must be a constant list.`);
    return list;
  }

  /** The shape of a value, the batch included. */
  dims(value: Value): Dims {
    return this.recorder.dims(value);
  }

  /** An array of zeros. */
  zeros(dims: Dims): Value {
    return this.op("ConstantOfShape", [this.wholes(dims)]);
  }

  add(a: Value, b: Value): Value {
    return this.op("Add", [a, b]);
  }

  sub(a: Value, b: Value): Value {
    return this.op("Sub", [a, b]);
  }

  mul(a: Value, b: Value): Value {
    return this.op("Mul", [a, b]);
  }

  div(a: Value, b: Value): Value {
    return this.op("Div", [a, b]);
  }

  /** A value times a number. */
  times(x: Value, n: number): Value {
    return n === 1 ? x : this.mul(x, this.number(n));
  }

  /** A value plus a number. */
  plus(x: Value, n: number): Value {
    return n === 0 ? x : this.add(x, this.number(n));
  }

  reshape(x: Value, dims: Dims): Value {
    return this.op("Reshape", [x, this.wholes(dims)]);
  }

  transpose(x: Value, perm: readonly number[]): Value {
    return this.op("Transpose", [x], { perm });
  }

  /** Sums along axes, which stay with length 1 unless `keep` is false. */
  sum(x: Value, axes: readonly number[], keep: boolean = true): Value {
    return this.op("ReduceSum", [x, this.wholes(axes)], { keepdims: keep ? 1 : 0 });
  }

  /** The sum of each channel of x `[N, C, …]`: `[C]`. ONNX Runtime sums an axis at the end, then one at the front, far faster than both at once. */
  channelSums(x: Value): Value {
    const [n = 1, channels = 1, ...places] = this.dims(x);
    const ofSamples = places.length === 0 ? x : this.sum(this.reshape(x, [n, channels, product(places)]), [2], false);
    return this.sum(ofSamples, [0], false);
  }

  /** scale · x + shift for each channel of x `[N, C, …]`, in the one pass that a normalisation by mean 0 and variance 1 takes. */
  affine(x: Value, scale: Value, shift: Value): Value {
    const constant = (n: number): Value => this.floats(this.dims(scale), () => new Float32Array(this.dims(scale)[0] ?? 0).fill(n));
    return this.op("BatchNormalization", [x, scale, shift, constant(0), constant(1)], { epsilon: { float: 0 } });
  }

  /** 1 where a comparison of `x` with `y` holds, else 0. */
  mask(comparison: "Equal" | "Greater" | "GreaterOrEqual" | "Less" | "LessOrEqual", x: Value, y: Value): Value {
    return this.op("Cast", [this.op(comparison, [x, y])], { to: 1 });
  }

  /** A value that was broadcast, summed back to its own shape: how a derivative passes a broadcast. */
  sumTo(x: Value, dims: Dims): Value {
    const from = this.dims(x);
    const ahead = from.length - dims.length;
    const axes = from.flatMap((n, axis) => (axis < ahead || (n !== 1 && dims[axis - ahead] === 1) ? [axis] : []));
    return this.reshape(axes.length > 0 ? this.sum(x, axes) : x, dims);
  }
}
