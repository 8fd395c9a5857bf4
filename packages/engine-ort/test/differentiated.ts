import { product } from "@convscope/core";
import { writeOnnx, type Value } from "@convscope/exchange/onnx";
import type { NdArray } from "@convscope/nn";
import { expectClose } from "@convscope/test-kit";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { differentiate } from "../src/graph/differentiate.ts";
import { Recorder } from "../src/graph/recorder.ts";
import { Tape } from "../src/graph/tape.ts";
import { signed } from "./drawn.ts";

/** Operations from values to one value. */
export type Written = (to: Tape, ...values: readonly Value[]) => Value;

/** What they give. */
export interface Differentiated {
  readonly y: NdArray;
  /** Of Σ y · upstream by each input; none of one that nothing comes back to. */
  readonly gradients: readonly (NdArray | undefined)[];
}

/** Runs operations on arrays, and their derivatives; random upstreams if none are given. Whole numbers are inputs that nothing is differentiated by. */
export async function differentiated(inputs: readonly NdArray[], write: Written, upstream?: NdArray): Promise<Differentiated> {
  const { run, close } = await prepared(inputs, write);
  const result = await run(inputs, upstream);
  await close();
  return result;
}

/** Throws unless the derivatives of operations by every input are what small changes of each number make of Σ y · upstream. */
export async function expectDerivatives(inputs: readonly NdArray[], write: Written, { step = 1 / 64, tolerance = 1e-4 }: { readonly step?: number; readonly tolerance?: number } = {}): Promise<void> {
  const { run, close } = await prepared(inputs, write);
  const { y, gradients } = await run(inputs);
  const upstream = signed(y.shape, 1, "upstream").data;
  const measured = async (of: readonly NdArray[]): Promise<number> => Array.from((await run(of)).y.data).reduce((sum, n, k) => sum + n * (upstream[k] ?? 0), 0);
  for (const [i, { shape, data }] of inputs.entries()) {
    if (data instanceof Int32Array) continue;
    const changed = (at: number, by: number): readonly NdArray[] => inputs.map((x, j) => (i === j ? { shape, data: Float32Array.from(data, (n, k) => (k === at ? n + by : n)) } : x));
    const expected: number[] = [];
    for (let at = 0; at < data.length; at++) expected.push(((await measured(changed(at, step))) - (await measured(changed(at, -step)))) / (2 * step));
    expectClose(gradients[i]?.data ?? new Float32Array(product(shape)), expected, { relative: tolerance, absolute: tolerance }, `gradient of input ${i}`);
  }
  await close();
}

async function prepared(like: readonly NdArray[], write: Written): Promise<{ run(inputs: readonly NdArray[], upstream?: NdArray): Promise<Differentiated>; close(): Promise<void> }> {
  const recorder = new Recorder();
  const values = like.map(({ shape, data }, i) => recorder.input(`x${i}`, data instanceof Int32Array ? "int64" : "float", shape));
  const y = write(new Tape(recorder, "it"), ...values);
  const shape = recorder.dims(y);
  const dy = recorder.input("dy", "float", shape);
  const found = differentiate(recorder, [[y, dy]], values.filter((_, i) => !(like[i]?.data instanceof Int32Array)), "true");
  recorder.result("y", y);
  for (const [value, gradient] of found) recorder.result(`gradient/${value.name}`, gradient);
  const session = await InferenceSession.create(writeOnnx(recorder.model("it", {})), { logSeverityLevel: 3, intraOpNumThreads: 2 });
  return {
    async run(inputs, upstream = signed(shape, 1, "upstream")) {
      const outputs = await session.run({ ...Object.fromEntries(inputs.map((x, i) => [`x${i}`, tensor(x)])), dy: tensor(upstream) });
      const array = (name: string): NdArray | undefined => outputs[name] && { shape: [...outputs[name].dims], data: outputs[name].data as Float32Array };
      return { y: array("y") as NdArray, gradients: like.map((_, i) => array(`gradient/x${i}`)) };
    },
    close: () => session.release(),
  };
}

const tensor = ({ shape, data }: NdArray): Tensor => (data instanceof Int32Array ? new Tensor("int64", BigInt64Array.from(data, BigInt), shape) : new Tensor("float32", Float32Array.from(data), shape));
