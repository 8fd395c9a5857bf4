import { writeOnnx, type Value } from "@convscope/exchange/onnx";
import { cells } from "../src/convolution/cells.ts";
import { columns } from "../src/convolution/columns.ts";
import { depthwise, isDepthwise } from "../src/convolution/depthwise.ts";
import { filterGradient } from "../src/convolution/filterGradient.ts";
import { gathered } from "../src/convolution/gathered.ts";
import { geometryOf, type Geometry } from "../src/convolution/geometry.ts";
import { inputGradient } from "../src/convolution/inputGradient.ts";
import type { Dims } from "../src/graph/dims.ts";
import { Recorder } from "../src/graph/recorder.ts";
import { Tape } from "../src/graph/tape.ts";
import { importOrt } from "../src/package.node.ts";
import { blockOf } from "../src/selfTest.ts";

export { geometryOf, type Geometry };

/** One way to compute a convolution or a gradient of it: a model whose one output is a single number of the result. */
export interface Way {
  readonly what: "forward" | "dx" | "dw";
  /** `as chosen` is how a training step writes it. */
  readonly name: string;
  readonly inputs: Readonly<Record<string, Dims>>;
  readonly model: Uint8Array;
}

/** ONNX Runtime, and how many channels it has in a block. */
export async function opened(): Promise<{ readonly ort: Awaited<ReturnType<typeof importOrt>>; readonly block: number }> {
  const ort = await importOrt();
  return { ort, block: await blockOf(ort) };
}

/** All ways that there are for a convolution. */
export function waysOf(geometry: Geometry, block: number): readonly Way[] {
  const { x, w, y, kernel, strides, dilations, before, after, groups } = geometry;
  const attributes = { kernel_shape: kernel, strides, dilations, pads: [...before, ...after], group: groups };
  const forward = { x, w };
  const dx = { dy: y, w };
  const dw = { x, dy: y };
  type Given = Readonly<Record<string, Value>>;
  const value = (given: Given, name: string): Value => given[name] as Value;
  const convolved = (to: Tape, given: Given): Value => to.op("Conv", [value(given, "x"), value(given, "w")], attributes);
  const toInput = (to: Tape, given: Given): Value => inputGradient(to, value(given, "dy"), value(given, "w"), geometry);
  const way = (what: Way["what"], name: string, inputs: Readonly<Record<string, Dims>>, size: number, write: (to: Tape, given: Given) => Value): Way => ({ what, name, inputs, model: modelOf(inputs, size, write) });
  const toFilter = (name: string, write: typeof filterGradient): Way => way("dw", name, dw, block, (to, given) => write(to, value(given, "x"), value(given, "dy"), geometry));
  const test = new Tape(new Recorder({ block }), "test");
  return [
    way("forward", "usual layout", forward, 0, convolved),
    way("forward", "as chosen", forward, block, convolved),
    way("dx", "usual layout", dx, 0, toInput),
    way("dx", "as chosen", dx, block, toInput),
    toFilter("cells", cells),
    ...(groups === 1 ? [toFilter("columns", columns), toFilter("gathered", gathered)] : []),
    ...(isDepthwise(test, geometry) ? [toFilter("depthwise", depthwise)] : []),
    toFilter("as chosen", filterGradient),
  ];
}

function modelOf(inputs: Readonly<Record<string, Dims>>, block: number, write: (to: Tape, given: Readonly<Record<string, Value>>) => Value): Uint8Array {
  const recorder = new Recorder({ block });
  const to = new Tape(recorder, "way");
  const result = write(to, Object.fromEntries(Object.entries(inputs).map(([name, dims]) => [name, recorder.input(name, "float", dims)])));
  // Only one number of it leaves ONNX Runtime, so that no copy is measured.
  recorder.result("result", to.op("Slice", [to.reshape(result, [-1]), to.wholes([0]), to.wholes([1]), to.wholes([0])]));
  return writeOnnx(recorder.model("way", {}));
}
