import { expect, test } from "vitest";
import { Recorder } from "./recorder.ts";
import { Tape } from "./tape.ts";

test("what leads to no output is not written", () => {
  const recorder = new Recorder();
  const to = new Tape(recorder, "test");
  const x = recorder.input("x", "float", [2, 3]);
  const y = to.times(to.op("Relu", [x]), 2);
  to.transpose(to.times(y, 3), [1, 0]);
  recorder.result("y", y);
  const { nodes, constants } = recorder.model("test", {});
  expect(nodes.map(({ op }) => op)).toEqual(["Relu", "Mul"]);
  expect(constants.map(({ name }) => name)).toEqual(["2"]);
});

test("a convolution in blocks is one operation to whoever follows it back", () => {
  const recorder = new Recorder({ block: 16 });
  const [x, w] = [recorder.input("x", "float", [1, 16, 4, 4]), recorder.input("w", "float", [16, 16, 3, 3])];
  const y = new Tape(recorder, "conv").op("Conv", [x, w], { pads: [1, 1, 1, 1] });
  expect(recorder.calls).toEqual([{ name: "conv/Conv", op: "Conv", inputs: [x, w], outputs: [y], attributes: { pads: [1, 1, 1, 1] } }]);
  recorder.result("y", y);
  expect(recorder.model("test", {}).nodes.map(({ op }) => op).filter((op) => op.includes("nchwc"))).toEqual(["com.microsoft.nchwc.ReorderInput", "com.microsoft.nchwc.Conv", "com.microsoft.nchwc.ReorderOutput"]);
});
