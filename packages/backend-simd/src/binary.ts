import * as tf from "@tensorflow/tfjs-core";
import type { ExportName } from "./generated/exports.ts";
import { input, sizeOf, type Call, type Kernel } from "./kernel.ts";
import { setOperand } from "./operand.ts";
import { setParameters, type Parameters } from "./parameters.ts";

export interface BinaryOptions {
  /** The kernel for int32; those are left to the cpu backend unless said. */
  readonly wholes?: ExportName;
  /** Of the result; that of the inputs unless said. */
  readonly dtype?: "int32" | "bool";
  /** Whether truths are taken too, as whole numbers. */
  readonly truths?: boolean;
  /** Names of the two inputs. */
  readonly inputs?: readonly [string, string];
  readonly parameters?: Parameters;
}

/** A kernel that maps pairs of numbers, its inputs broadcast. */
export const binary =
  (name: ExportName | undefined, { wholes, dtype, truths = false, inputs: [first, second] = ["a", "b"], parameters }: BinaryOptions = {}): Kernel =>
  (call) => {
    const [a, b] = [input(call, first), input(call, second)];
    if (a.dtype !== b.dtype) return undefined;
    const kernel = a.dtype === "float32" ? name : a.dtype === "int32" || (truths && a.dtype === "bool") ? wholes : undefined;
    if (!kernel) return undefined;
    setParameters(call, parameters);
    return mapPairs(call, kernel, a, b, call.backend.output(tf.backend_util.assertAndGetBroadcastShape([...a.shape], [...b.shape]), dtype ?? a.dtype));
  };

/** A comparison, or another statement about two numbers. */
export const comparison = (name: ExportName | undefined, wholes: ExportName): Kernel => binary(name, { wholes, dtype: "bool", truths: true });

/** The gradient of an activation with respect to its input, from that of its value, and from its input x or its value y. */
export const activationGradient = (name: ExportName, from: "x" | "y", parameters?: Parameters): Kernel =>
  binary(name, { inputs: ["dy", from], ...(parameters && { parameters }) });

/** Writes f(a, b) into y. */
export function mapPairs({ backend }: Call, kernel: ExportName, a: tf.TensorInfo, b: tf.TensorInfo, y: tf.TensorInfo): tf.TensorInfo {
  const n = sizeOf(y);
  if (n === 0) return y;
  setOperand(backend, 0, a, y.shape);
  setOperand(backend, 1, b, y.shape);
  backend.exports[kernel](n, backend.pointer(y));
  return y;
}
