/** The types of numbers that our graphs hold. */
export type OnnxType = "bool" | "float" | "int64";

/** An attribute: a whole number, words, a list of either, or a number that is told apart from a whole one by being named so. */
export type OnnxAttribute = number | string | readonly number[] | readonly string[] | { readonly float: number };

/** The operations that layers are written in. */
export type OnnxOp =
  | "Add" | "Atan" | "AveragePool" | "BatchNormalization" | "Cast" | "Clip" | "Concat" | "ConstantOfShape" | "Conv"
  | "ConvTranspose" | "CumSum" | "Div" | "Elu" | "Equal" | "Erf" | "Expand" | "Flatten" | "GRU" | "Gather" | "Gemm"
  | "GlobalAveragePool" | "GlobalMaxPool" | "Greater" | "HardSigmoid" | "HardSwish" | "Identity" | "InstanceNormalization" | "LRN"
  | "LSTM" | "LayerNormalization" | "LeakyRelu" | "Less" | "LessOrEqual" | "LogSoftmax" | "MatMul" | "Max" | "MaxPool"
  | "MaxRoiPool" | "Mean" | "Min" | "Mul" | "Neg" | "PRelu" | "Pad" | "Pow" | "RNN" | "ReduceMax" | "ReduceMean" | "ReduceSum"
  | "Relu" | "Reshape" | "Resize" | "ScatterElements" | "Selu" | "Shape" | "Sigmoid" | "Slice" | "Softmax" | "Softplus"
  | "Softsign" | "Split" | "Sqrt" | "Sub" | "Sum" | "Tanh" | "Tile" | "Transpose" | "Where";

/** One operation. Inputs and outputs are names of values; an input left out is an empty name. */
export interface OnnxNode {
  readonly name: string;
  /** E.g. `Conv`; an operation outside ONNX's own set behind its domain: `com.microsoft.FusedMatMul`. */
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: { readonly [name: string]: OnnxAttribute };
}

/** A constant array. */
export interface OnnxTensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly type: "float" | "int64";
  /** The numbers in memory order, asked for once, while the file is written. */
  data(): Float32Array | BigInt64Array;
}

/** An input or output. An axis is a size, or the name of one that is known only at run time: `batch`. */
export interface OnnxValue {
  readonly name: string;
  readonly type: OnnxType;
  readonly dims: readonly (number | string)[];
}

/** A model as ONNX has it: plain data. Nodes stand after those whose outputs they take, and no two values have one name. */
export interface OnnxModel {
  readonly name: string;
  /** The version of the set of operations. */
  readonly opset: number;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxTensor[];
  /** Words that programs may look up, by key. */
  readonly metadata: { readonly [key: string]: string };
}
