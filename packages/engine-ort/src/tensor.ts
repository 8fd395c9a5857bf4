import type { NdArray } from "@convscope/nn";
import type { Tensor } from "onnxruntime-node";
import type { Ort } from "./package.node.ts";
import { wholes } from "./wholes.ts";

/** The numbers of an array with 32 bits each, in memory that is not shared with other threads: ONNX Runtime takes no other. */
export const floatsOf = ({ data }: NdArray): Float32Array => (data instanceof Float32Array && data.buffer instanceof ArrayBuffer ? data : Float32Array.from(data));

/** An array as ONNX Runtime takes it: whole numbers of 64 bits, or numbers of 32. */
export const tensorOf = (ort: Ort, array: NdArray, isWhole: boolean): Tensor => (isWhole ? new ort.Tensor("int64", wholes(array.data), array.shape) : new ort.Tensor("float32", floatsOf(array), array.shape));
