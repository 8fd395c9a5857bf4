import { backend_util } from "@tensorflow/tfjs-core";
import { activationGradient, binary, comparison } from "../binary.ts";
import type { Kernel } from "../kernel.ts";
import { truth, unary } from "../unary.ts";
import { activations } from "./activations.ts";
import { addN } from "./AddN.ts";
import { cast } from "./Cast.ts";
import { fill, fillLike } from "./Fill.ts";
import { logicalNot } from "./LogicalNot.ts";
import { round } from "./Round.ts";
import { select } from "./Select.ts";

/** What maps numbers one by one, or pairs of them. */
export const elementwise: { readonly [name: string]: Kernel } = {
  ...activations,
  Abs: unary("Abs", { wholes: "AbsOfWholes" }),
  Add: binary("Add", { wholes: "AddOfWholes" }),
  AddN: addN,
  Cast: cast,
  Ceil: unary("Ceil"),
  ClipByValue: unary("ClipByValue", { parameters: ({ attrs }) => [attrs["clipValueMin"] as number, attrs["clipValueMax"] as number] }),
  Cos: unary("Cos"),
  Elu: unary("ScaledElu", { parameters: () => [1, 1] }),
  EluGrad: activationGradient("EluGrad", "y"),
  Equal: comparison("Equal", "EqualOfWholes"),
  Erf: unary("Erf"),
  Exp: unary("Exp"),
  Expm1: unary("Expm1"),
  Fill: fill,
  Floor: unary("Floor"),
  FloorDiv: binary("FloorDiv", { wholes: "FloorDivOfWholes", dtype: "int32" }),
  Greater: comparison("Greater", "GreaterOfWholes"),
  GreaterEqual: comparison("GreaterEqual", "GreaterEqualOfWholes"),
  IsFinite: truth("IsFinite"),
  IsInf: truth("IsInf"),
  IsNan: truth("IsNan"),
  LeakyRelu: unary("LeakyRelu", { parameters: ({ attrs }) => [attrs["alpha"] as number] }),
  Less: comparison("Less", "LessOfWholes"),
  LessEqual: comparison("LessEqual", "LessEqualOfWholes"),
  Log: unary("Log"),
  Log1p: unary("Log1p"),
  LogicalAnd: comparison(undefined, "LogicalAnd"),
  LogicalNot: logicalNot,
  LogicalOr: comparison(undefined, "LogicalOr"),
  Maximum: binary("Maximum", { wholes: "MaximumOfWholes" }),
  Minimum: binary("Minimum", { wholes: "MinimumOfWholes" }),
  Mod: binary("Mod", { wholes: "ModOfWholes" }),
  Multiply: binary("Multiply", { wholes: "MultiplyOfWholes" }),
  Neg: unary("Neg", { wholes: "NegOfWholes" }),
  NotEqual: comparison("NotEqual", "NotEqualOfWholes"),
  OnesLike: fillLike(1),
  Pow: binary("Pow", { wholes: "PowOfWholes" }),
  Prelu: binary("Prelu", { inputs: ["x", "alpha"] }),
  RealDiv: binary("RealDiv"),
  Reciprocal: unary("Reciprocal"),
  Relu: unary("Relu", { wholes: "ReluOfWholes" }),
  Relu6: unary("Relu6", { wholes: "Relu6OfWholes" }),
  Round: round,
  Rsqrt: unary("Rsqrt"),
  Select: select,
  Selu: unary("ScaledElu", { parameters: () => [backend_util.SELU_SCALE, backend_util.SELU_SCALEALPHA] }),
  Sigmoid: unary("Sigmoid"),
  Sign: unary("Sign", { wholes: "SignOfWholes" }),
  Sin: unary("Sin"),
  Softplus: unary("Softplus"),
  Sqrt: unary("Sqrt"),
  Square: unary("Square", { wholes: "SquareOfWholes" }),
  SquaredDifference: binary("SquaredDifference", { wholes: "SquaredDifferenceOfWholes" }),
  Step: unary("Step", { parameters: ({ attrs }) => [attrs["alpha"] as number] }),
  Sub: binary("Sub", { wholes: "SubOfWholes" }),
  Tanh: unary("Tanh"),
  ZerosLike: fillLike(0),
};
