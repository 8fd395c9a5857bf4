import type { OnnxOp } from "@convscope/exchange/onnx";
import type { Operation } from "../graph/operation.ts";
import { add } from "./add.ts";
import { atan } from "./atan.ts";
import { averagePool } from "./averagePool.ts";
import { batchNormalization } from "./batchNormalization.ts";
import { cast } from "./cast.ts";
import { clip } from "./clip.ts";
import { concat } from "./concat.ts";
import { conv } from "./conv.ts";
import { convTranspose } from "./convTranspose.ts";
import type { Derivative } from "./derivative.ts";
import { div } from "./div.ts";
import { elu, selu } from "./elu.ts";
import { erf } from "./erf.ts";
import { expand } from "./expand.ts";
import { extremum } from "./extremum.ts";
import { gather } from "./gather.ts";
import { gemm } from "./gemm.ts";
import { globalAveragePool } from "./globalAveragePool.ts";
import { hardSigmoid } from "./hardSigmoid.ts";
import { hardSwish } from "./hardSwish.ts";
import { instanceNormalization } from "./instanceNormalization.ts";
import { layerNormalization } from "./layerNormalization.ts";
import { leakyRelu } from "./leakyRelu.ts";
import { lrn } from "./lrn.ts";
import { matMul } from "./matMul.ts";
import { globalMaxPool, maxPool } from "./maxPool.ts";
import { mean } from "./mean.ts";
import { mul } from "./mul.ts";
import { neg } from "./neg.ts";
import { pad } from "./pad.ts";
import { pow } from "./pow.ts";
import { prelu } from "./prelu.ts";
import { reduceMean, reduceSum } from "./reduce.ts";
import { reduceMax } from "./reduceMax.ts";
import { relu } from "./relu.ts";
import { reshape } from "./reshape.ts";
import { resize } from "./resize.ts";
import { scatterElements } from "./scatterElements.ts";
import { sigmoid } from "./sigmoid.ts";
import { slice } from "./slice.ts";
import { logSoftmax, softmax } from "./softmax.ts";
import { softplus } from "./softplus.ts";
import { softsign } from "./softsign.ts";
import { split } from "./split.ts";
import { sqrt } from "./sqrt.ts";
import { sub } from "./sub.ts";
import { tanh } from "./tanh.ts";
import { tile } from "./tile.ts";
import { transpose } from "./transpose.ts";
import { where } from "./where.ts";

/** An operation that nothing can be learned through here, and why. */
export interface Underivable {
  readonly underivable: string;
}

const recurrent: Underivable = { underivable: "its layer is written step by step to train" };

/** How gradients pass every operation that layers are written in; "none" where there are none, or all are zero. An operation without a row does not compile. */
const derivatives: { readonly [O in OnnxOp]: Derivative | "none" | Underivable } = {
  Add: add,
  Atan: atan,
  AveragePool: averagePool,
  BatchNormalization: batchNormalization,
  Cast: cast,
  Clip: clip,
  Concat: concat,
  ConstantOfShape: "none",
  Conv: conv,
  ConvTranspose: convTranspose,
  CumSum: "none",
  Div: div,
  Elu: elu,
  Equal: "none",
  Erf: erf,
  Expand: expand,
  Flatten: reshape,
  Gather: gather,
  Gemm: gemm,
  GRU: recurrent,
  GlobalAveragePool: globalAveragePool,
  GlobalMaxPool: globalMaxPool,
  Greater: "none",
  HardSigmoid: hardSigmoid,
  HardSwish: hardSwish,
  Identity: reshape,
  InstanceNormalization: instanceNormalization,
  LRN: lrn,
  LSTM: recurrent,
  LayerNormalization: layerNormalization,
  LeakyRelu: leakyRelu,
  Less: "none",
  LessOrEqual: "none",
  LogSoftmax: logSoftmax,
  MatMul: matMul,
  Max: extremum,
  MaxPool: maxPool,
  MaxRoiPool: { underivable: "it does not say where its maxima are" },
  Mean: mean,
  Min: extremum,
  Mul: mul,
  Neg: neg,
  PRelu: prelu,
  Pad: pad,
  Pow: pow,
  RNN: recurrent,
  ReduceMax: reduceMax,
  ReduceMean: reduceMean,
  ReduceSum: reduceSum,
  Relu: relu,
  Reshape: reshape,
  Resize: resize,
  ScatterElements: scatterElements,
  Selu: selu,
  Shape: "none",
  Sigmoid: sigmoid,
  Slice: slice,
  Softmax: softmax,
  Softplus: softplus,
  Softsign: softsign,
  Split: split,
  Sqrt: sqrt,
  Sub: sub,
  Sum: add,
  Tanh: tanh,
  Tile: tile,
  Transpose: transpose,
  Where: where,
};

/** Whether what an operation makes moves with what it is given: a comparison stays as it is until it changes. */
export const isMoved = (op: Operation): boolean => derivatives[op as OnnxOp] !== "none";

/** @throws Error for an operation that nothing can be learned through. */
export const derivativeOf = (op: Operation): Derivative => {
  const row = derivatives[op as OnnxOp];
  if (typeof row === "function") return row;
  throw new Error(`${op}: there is no derivative${typeof row === "object" ? `: ${row.underivable}` : ""}.`);
};
