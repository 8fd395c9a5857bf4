import { product } from "@convscope/core";
import type { OnnxAttribute } from "@convscope/exchange/onnx";
import { axisFrom } from "./axis.ts";
import type { Operation } from "./operation.ts";
import { slicesOf } from "./slices.ts";

/** The lengths of a value's axes, the batch included; `[]` is a single number. */
export type Dims = readonly number[];

/** What the shapes of an operation's outputs depend on. */
export interface ShapeRequest {
  /** Of the inputs that are given; an input left out has none. */
  readonly dims: readonly (Dims | undefined)[];
  readonly attributes: { readonly [name: string]: OnnxAttribute };
  /** The whole numbers of an input that is a constant list. */
  list(input: number): readonly number[];
  /** How many outputs are made. */
  readonly outputs: number;
}

/** The shapes of all outputs. */
export type Infer = (request: ShapeRequest) => readonly Dims[];

/** The shape of numbers that are combined place by place: axes of length 1, and those that are missing in front, repeat. */
function broadcast(all: readonly Dims[]): Dims {
  const rank = Math.max(...all.map(({ length }) => length));
  return Array.from({ length: rank }, (_, axis) => all.reduce((most, dims) => { const n = dims[axis - rank + dims.length] ?? 1; return n === 1 ? most : n; }, 1));
}

const given = ({ dims }: ShapeRequest): readonly Dims[] => dims.filter((one) => one !== undefined);
const first = ({ dims }: ShapeRequest): Dims => dims[0] ?? [];
const numbers = (attribute: OnnxAttribute | undefined, otherwise: readonly number[]): readonly number[] => (Array.isArray(attribute) ? (attribute as readonly number[]) : otherwise);
const number = (attribute: OnnxAttribute | undefined, otherwise: number): number => (typeof attribute === "number" ? attribute : otherwise);

const same: Infer = (request) => Array.from({ length: request.outputs }, () => first(request));
const elementwise: Infer = (request) => [broadcast(given(request))];

/** What windows leave of axes. */
const slid = (lengths: Dims, kernel: Dims, { attributes }: ShapeRequest): number[] =>
  lengths.map((length, i) => {
    const pads = numbers(attributes["pads"], lengths.flatMap(() => [0, 0]));
    const span = (numbers(attributes["dilations"], lengths.map(() => 1))[i] ?? 1) * ((kernel[i] ?? 1) - 1) + 1;
    return Math.floor((length + (pads[i] ?? 0) + (pads[i + lengths.length] ?? 0) - span) / (numbers(attributes["strides"], lengths.map(() => 1))[i] ?? 1)) + 1;
  });

const pooled: Infer = (request) => {
  const [n = 0, c = 0, ...lengths] = first(request);
  return Array.from({ length: request.outputs }, () => [n, c, ...slid(lengths, numbers(request.attributes["kernel_shape"], []), request)]);
};

const conv: Infer = (request) => {
  const [n = 0, , ...lengths] = first(request);
  const [filters = 0, , ...kernel] = request.dims[1] ?? [];
  return [[n, filters, ...slid(lengths, kernel, request)]];
};

const convTranspose: Infer = ({ dims: [x = [], w = []], attributes }) => {
  const [n = 0, , ...lengths] = x;
  const [, filters = 0, ...kernel] = w;
  const ones = lengths.map(() => 1);
  const [strides, dilations, pads, beyond] = [numbers(attributes["strides"], ones), numbers(attributes["dilations"], ones), numbers(attributes["pads"], lengths.flatMap(() => [0, 0])), numbers(attributes["output_padding"], [])];
  const spread = lengths.map((length, i) => (length - 1) * (strides[i] ?? 1) + (dilations[i] ?? 1) * ((kernel[i] ?? 1) - 1) + 1 - (pads[i] ?? 0) - (pads[i + lengths.length] ?? 0) + (beyond[i] ?? 0));
  return [[n, filters * number(attributes["group"], 1), ...spread]];
};

const flipped = (dims: Dims, isFlipped: boolean): Dims => (isFlipped ? [...dims.slice(0, -2), dims.at(-1) ?? 1, dims.at(-2) ?? 1] : dims);

const matMul: Infer = ({ dims: [a = [], b = []], attributes }) => {
  const [left, right] = [flipped(a, attributes["transA"] === 1), flipped(b, attributes["transB"] === 1)];
  return [[...broadcast([left.slice(0, -2), right.slice(0, -2)]), left.at(-2) ?? 1, right.at(-1) ?? 1]];
};

const reshape: Infer = (request) => {
  const dims = first(request);
  const wanted = request.list(1).map((n, axis) => (n === 0 ? (dims[axis] ?? 1) : n));
  const rest = product(dims) / product(wanted.filter((n) => n !== -1));
  return [wanted.map((n) => (n === -1 ? rest : n))];
};

const slice: Infer = (request) => {
  const dims = [...first(request)];
  for (const { axis, count } of slicesOf(dims, { starts: request.list(1), ends: request.list(2), ...(request.dims[3] && { axes: request.list(3) }), ...(request.dims[4] && { steps: request.list(4) }) })) dims[axis] = count;
  return [dims];
};

const reduced = (dims: Dims, axes: readonly number[], keep: boolean): Dims => {
  const gone = new Set((axes.length > 0 ? axes : dims.map((_, i) => i)).map((axis) => axisFrom(axis, dims.length)));
  return keep ? dims.map((n, axis) => (gone.has(axis) ? 1 : n)) : dims.filter((_, axis) => !gone.has(axis));
};

/** Axes as an attribute, as most reductions have them in opset 17. */
const reduceBy: Infer = (request) => [reduced(first(request), numbers(request.attributes["axes"], []), request.attributes["keepdims"] !== 0)];

const global: Infer = (request) => [first(request).map((n, axis) => (axis < 2 ? n : 1))];

/** How the shape of what an operation makes follows from what it is given. An operation without a row does not compile. */
export const inferences: { readonly [O in Operation]: Infer } = {
  Abs: same,
  Add: elementwise,
  And: elementwise,
  ArgMax: (request) => [reduced(first(request), [number(request.attributes["axis"], 0)], request.attributes["keepdims"] !== 0)],
  Atan: same,
  Atanh: same,
  AveragePool: pooled,
  BatchNormalization: (request) => [first(request), ...Array.from({ length: request.outputs - 1 }, () => [first(request)[1] ?? 1])],
  Cast: same,
  Ceil: same,
  Clip: same,
  Concat: (request) => {
    const all = given(request);
    const dims = first(request);
    const along = axisFrom(number(request.attributes["axis"], 0), dims.length);
    return [dims.map((n, axis) => (axis === along ? all.reduce((sum, one) => sum + (one[axis] ?? 0), 0) : n))];
  },
  ConstantOfShape: (request) => [request.list(0)],
  Conv: conv,
  ConvTranspose: convTranspose,
  Cos: same,
  CumSum: same,
  Div: elementwise,
  Elu: same,
  Equal: elementwise,
  Erf: same,
  Exp: same,
  Expand: (request) => [broadcast([first(request), request.list(1)])],
  Flatten: (request) => {
    const dims = first(request);
    const axis = number(request.attributes["axis"], 1);
    return [[product(dims.slice(0, axis)), product(dims.slice(axis))]];
  },
  Floor: same,
  GRU: ({ dims: [x = []], attributes }) => recurrent(x, attributes),
  Gather: ({ dims: [data = [], indices = []], attributes }) => {
    const axis = axisFrom(number(attributes["axis"], 0), data.length);
    return [[...data.slice(0, axis), ...indices, ...data.slice(axis + 1)]];
  },
  GatherElements: ({ dims: [, indices = []] }) => [indices],
  Gemm: ({ dims: [a = [], b = []], attributes }) => [[flipped(a, attributes["transA"] === 1)[0] ?? 1, flipped(b, attributes["transB"] === 1)[1] ?? 1]],
  GlobalAveragePool: global,
  GlobalMaxPool: global,
  Greater: elementwise,
  GreaterOrEqual: elementwise,
  HardSigmoid: same,
  HardSwish: same,
  Identity: same,
  InstanceNormalization: same,
  LRN: same,
  LSTM: ({ dims: [x = []], attributes }) => recurrent(x, attributes),
  LayerNormalization: (request) => {
    const dims = first(request);
    const from = axisFrom(number(request.attributes["axis"], -1), dims.length);
    return [dims, ...Array.from({ length: request.outputs - 1 }, () => dims.map((n, axis) => (axis < from ? n : 1)))];
  },
  LeakyRelu: same,
  Less: elementwise,
  LessOrEqual: elementwise,
  Log: same,
  LogSoftmax: same,
  MatMul: matMul,
  Max: elementwise,
  MaxPool: pooled,
  MaxRoiPool: ({ dims: [x = [], rois = []], attributes }) => [[rois[0] ?? 0, x[1] ?? 0, ...numbers(attributes["pooled_shape"], [])]],
  MaxUnpool: (request) => [request.list(2)],
  Mean: elementwise,
  Min: elementwise,
  Mul: elementwise,
  Neg: same,
  Not: same,
  Or: elementwise,
  PRelu: same,
  Pad: (request) => {
    const dims = first(request);
    const edges = request.list(1);
    return [dims.map((n, axis) => n + (edges[axis] ?? 0) + (edges[axis + dims.length] ?? 0))];
  },
  Pow: elementwise,
  RNN: ({ dims: [x = []], attributes }) => recurrent(x, attributes),
  Reciprocal: same,
  ReduceMax: reduceBy,
  ReduceMean: reduceBy,
  // Since opset 13 its axes are an input.
  ReduceSum: (request) => [reduced(first(request), request.dims[1] ? request.list(1) : [], request.attributes["keepdims"] !== 0)],
  ReduceSumSquare: reduceBy,
  Relu: same,
  Reshape: reshape,
  Resize: (request) => {
    const sizes = request.dims[3] ? request.list(3) : undefined;
    const scales = request.dims[2] ? request.list(2) : [];
    return [first(request).map((n, axis) => sizes?.[axis] ?? Math.floor(n * (scales[axis] ?? 1)))];
  },
  ScatterElements: same,
  Selu: same,
  Shape: (request) => [[first(request).slice(number(request.attributes["start"], 0), number(request.attributes["end"], first(request).length)).length]],
  Sigmoid: same,
  Sign: same,
  Sin: same,
  Slice: slice,
  Softmax: same,
  Softplus: same,
  Softsign: same,
  Split: (request) => {
    const dims = first(request);
    const along = axisFrom(number(request.attributes["axis"], 0), dims.length);
    const sizes = request.dims[1] ? request.list(1) : Array.from({ length: request.outputs }, () => (dims[along] ?? 0) / request.outputs);
    return sizes.map((size) => dims.map((n, axis) => (axis === along ? size : n)));
  },
  Sqrt: same,
  Sub: elementwise,
  Sum: elementwise,
  Tanh: same,
  Tile: (request) => [first(request).map((n, axis) => n * (request.list(1)[axis] ?? 1))],
  Transpose: (request) => [numbers(request.attributes["perm"], first(request).map((_, i, { length }) => length - 1 - i)).map((axis) => first(request)[axis] ?? 1)],
  Where: elementwise,
  "com.microsoft.FusedMatMul": matMul,
  "com.microsoft.nchwc.Conv": conv,
  "com.microsoft.nchwc.ReorderInput": same,
  "com.microsoft.nchwc.ReorderOutput": same,
};

/** All places, and the last state. */
function recurrent([length = 0, batch = 0]: Dims, attributes: ShapeRequest["attributes"]): readonly Dims[] {
  const ends = attributes["direction"] === "bidirectional" ? 2 : 1;
  const units = number(attributes["hidden_size"], 0);
  return [[length, ends, batch, units], [ends, batch, units], [ends, batch, units]];
}
