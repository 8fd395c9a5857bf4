import type { Value } from "@convscope/exchange/onnx";
import type { Tape } from "../graph/tape.ts";

/** log p, of p = 0 no less than −100: PyTorch's bound. */
export const boundedLog = (to: Tape, p: Value): Value => to.op("Max", [to.op("Log", [p]), to.number(-100)]);

/** 1 / p, of p = 0 no more than 10¹²: PyTorch's bound. */
export const boundedReciprocal = (to: Tape, p: Value): Value => to.op("Reciprocal", [to.op("Max", [p, to.number(1e-12)])]);
