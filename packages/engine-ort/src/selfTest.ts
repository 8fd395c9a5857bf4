import { product } from "@convscope/core";
import { writeOnnx, type OnnxNode, type Value } from "@convscope/exchange/onnx";
import type { InferenceSession } from "onnxruntime-node";
import { geometryOf } from "./convolution/geometry.ts";
import { inBlocks } from "./convolution/inBlocks.ts";
import type { Dims } from "./graph/dims.ts";
import { Recorder } from "./graph/recorder.ts";
import { Tape } from "./graph/tape.ts";
import type { Ort } from "./package.node.ts";

/** The sizes of blocks that ONNX Runtime is built with: 16 for AVX-512, 8 for AVX2. */
const sizes = [16, 8] as const;

const known = new WeakMap<object, Promise<number>>();

/**
 * How many channels make a block in this ONNX Runtime on this machine, found by computing one small convolution in blocks and comparing
 * it with the documented operation; 0 where none is right, and convolutions are left in the usual layout. Tried once for each `ort`.
 */
export function blockOf(ort: Ort): Promise<number> {
  if (ort.onCard) return Promise.resolve(0);
  const found = known.get(ort.InferenceSession) ?? firstRight(ort);
  known.set(ort.InferenceSession, found);
  return found;
}

async function firstRight(ort: Ort): Promise<number> {
  const plain = await convolved(ort, 0);
  for (const block of sizes) {
    // Another size is refused on one machine, and on another gives other numbers.
    const values = await convolved(ort, block).catch(() => undefined);
    if (values?.length === plain.length && values.every((value, i) => Math.abs(value - (plain[i] ?? NaN)) < 1e-4)) return block;
  }
  return 0;
}

/** Some numbers convolved, in one group and then channel by channel: two blocks in, three out, neither as wide as high, uneven padding. */
async function convolved(ort: Ort, block: number): Promise<Float32Array> {
  const recorder = new Recorder({ block });
  const to = new Tape(recorder, "test");
  const inputs = { x: [1, 32, 5, 4], w: [48, 32, 3, 2], each: [48, 1, 2, 3] };
  const [x, w, each] = Object.entries(inputs).map(([name, dims]) => recorder.input(name, "float", dims)) as [Value, Value, Value];
  const one = (x: Value, w: Value, dims: Dims, attributes: OnnxNode["attributes"]): Value =>
    block === 0 ? to.op("Conv", [x, w], attributes) : inBlocks(to, x, w, undefined, geometryOf(to.dims(x), to.dims(w), dims, attributes));
  const all = one(x, w, [1, 48, 5, 3], { pads: [1, 0, 1, 0] });
  recorder.result("y", one(all, each, [1, 48, 4, 2], { group: 48, pads: [0, 1, 0, 0] }));
  let session: InferenceSession | undefined;
  try {
    // A refusal is an answer here: nothing to be logged.
    session = await ort.InferenceSession.create(writeOnnx(recorder.model("blocks", {})), { intraOpNumThreads: 1, logSeverityLevel: 4 });
    const given = (dims: Dims): InstanceType<Ort["Tensor"]> => new ort.Tensor("float32", Float32Array.from({ length: product(dims) }, (_, i) => ((i * 37) % 101) / 101 - 0.5), dims);
    const { y } = await session.run(Object.fromEntries(Object.entries(inputs).map(([name, dims]) => [name, given(dims)])));
    return y?.data as Float32Array;
  } finally {
    await session?.release();
  }
}
