import { add, branches, conv2d, custom, dense, flatten, from, graph, kinds, maxPooling2d, maxUnpooling2d, relu, step, type Kind } from "@convscope/core";
import { capabilities, useBackend, type Capability } from "@convscope/nn";
import { graphOf, layersByKind, type Placed } from "@convscope/test-kit";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { capabilitiesOf, refuseToTrain } from "./capabilities.ts";

const troubled = graph("troubled", [4, 4, 2], {
  conv: conv2d(2, 3, { padding: "same" }),
  step: step(),
  sum: branches([[], custom({ name: "broken", outputShape: ([x = []]) => x, run: () => 0 })], add()),
  pool: maxPooling2d(2),
  up: branches([[], from("sum.1")], maxUnpooling2d(2)),
  flatten: flatten(),
  fc: dense(2),
});

test("each layer says whether it runs and trains", () => {
  const found = capabilitiesOf(troubled);
  expect(found.filter(({ runs, trains, note }) => !runs || !trains || note !== "")).toEqual([
    { node: "step", layer: "step", runs: true, trains: false, note: "its derivative is zero everywhere: nothing before it learns" },
    { node: "sum.1", layer: "custom", runs: false, trains: false, error: "what it computes is a function in JavaScript, which ONNX has no operations for", note: "what it computes is a function in JavaScript, which ONNX has no operations for" },
    { node: "up.maxUnpooling2d", layer: "maxUnpooling2d", runs: true, trains: true, note: "no gradient to sum.1" },
  ]);
  expect(found.map(({ node }) => node)).toEqual(troubled.nodes.map(({ name }) => name));
});

/** Opened once. */
const cpu = useBackend("cpu");

const written = kinds.filter((kind): kind is Exclude<Kind, "custom"> => kind !== "custom");

// What is written may still come to zero for certain numbers: a dropout of nearly everything, a factor of 0. The cpu engine, which computes, sees that.
test.each(written)("%s runs, and lets a gradient through wherever it does on cpu, whatever its options", async (kind) => {
  const placed: fc.Arbitrary<Placed> = layersByKind[kind];
  await fc.assert(fc.asyncProperty(placed, async (one) => {
    const [[found], [expected]] = [capabilitiesOf(graphOf(one)), await capabilities(graphOf(one), await cpu)];
    expect(found).toMatchObject({ runs: true, ...(expected?.trains && { trains: true }) });
    expect(found).not.toHaveProperty("error");
    if (found?.note !== "") expect(expected?.note).not.toBe("");
  }), { numRuns: 8 });
});

test("a step through what has no gradient is refused before it begins, unless it is not on the way", () => {
  const net = graph("net", [4], { a: dense(3), bend: relu(), b: dense(2) });
  const failing: readonly Capability[] = net.nodes.map(({ name, layer: { kind } }) => ({ node: name, layer: kind, runs: true, trains: true, note: "", ...(kind === "relu" && { trains: false, error: "no gradient" }) }));
  expect(() => { refuseToTrain(net, "ort", failing, ["b"], ["a.weight", "b.weight"]); }).toThrowErrorMatchingInlineSnapshot(`[CapabilityError: net: the backend ort must be able to train every layer. Received bend (relu): no gradient. Use another backend, such as useBackend("simd").]`);
  expect(() => { refuseToTrain(net, "ort", failing, ["b"], ["b.weight"]); }).not.toThrow();
  expect(() => { refuseToTrain(net, "ort", failing, ["a"], ["a.weight"]); }).not.toThrow();
});
