import type { OnnxOp } from "@convscope/exchange/onnx";

/** What derivatives, losses and optimisers are written in besides: it is not differentiated again. */
type Further =
  | "Abs" | "And" | "ArgMax" | "Atanh" | "Ceil" | "Cos" | "Exp" | "Floor" | "GatherElements" | "GreaterOrEqual" | "Log" | "MaxUnpool" | "Not" | "Or"
  | "Reciprocal" | "ReduceSumSquare" | "Sign" | "Sin" | "com.microsoft.FusedMatMul"
  | "com.microsoft.nchwc.Conv" | "com.microsoft.nchwc.ReorderInput" | "com.microsoft.nchwc.ReorderOutput";

/** The operations that training steps are written in. */
export type Operation = OnnxOp | Further;
