import fc from "fast-check";
import { expect, it } from "vitest";
import { layoutProblems, textBoxes } from "../test/layout.ts";
import { names } from "../test/names.ts";
import { computationalGraph } from "./computational-graph.ts";

const nodes = [
  { name: "x", value: -2, gradient: -4 },
  { name: "y", value: 5, gradient: -4 },
  { name: "z", value: -4, gradient: 3 },
  { name: "q", op: "+", inputs: ["x", "y"], value: 3, gradient: -4 },
  { name: "f", op: "×", inputs: ["q", "z"], value: -12, gradient: 1 },
];

it("stands left to right, values above the wires and gradients below", () => {
  const boxes = textBoxes(computationalGraph(nodes));
  const at = (what: string) => boxes.find((box) => box.what === what);
  expect((at("x")?.right ?? 0) < (at("+")?.left ?? 0) && (at("+")?.right ?? 0) < (at("×")?.left ?? 0)).toBe(true);
  // What is given stands right before its first use.
  expect(at("z")?.right).toBeGreaterThan(at("x")?.right ?? Infinity);
  expect(at("−12")?.bottom).toBeLessThan((at("×")?.top ?? 0) + 6);
  expect(at("1")?.top).toBeGreaterThan((at("×")?.bottom ?? 0) - 6);
});

it("tells the graph in words", () => {
  expect(/<desc>(.*)<\/desc>/.exec(computationalGraph(nodes))?.[1]).toMatchInlineSnapshot(`"5 nodes: x, value −2, gradient −4; y, value 5, gradient −4; z, value −4, gradient 3; q = +(x, y), value 3, gradient −4; f = ×(q, z), value −12, gradient 1."`);
});

it("keeps text apart, whatever the graph and the names", () => {
  const graph = fc.array(fc.record({ name: names, op: names, inputs: fc.array(fc.nat(100), { maxLength: 3 }), value: fc.oneof(fc.double({ min: -1e9, max: 1e9, noNaN: true }), names) }), { minLength: 1, maxLength: 14 });
  fc.assert(
    fc.property(graph, fc.constantFrom(240, 760), (all, width) => {
      const called = all.map(({ name }, i) => `${name} ${i}`);
      const made = all.map(({ op, inputs, value }, i) => {
        const before = i === 0 ? [] : inputs.map((input) => called[input % i] ?? "");
        return { name: called[i] ?? "", ...(before.length > 0 && { op, inputs: before }), value, gradient: value };
      });
      expect(layoutProblems(computationalGraph(made, { width }))).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

it("refuses nodes that do not belong together", () => {
  expect(() => computationalGraph([])).toThrowErrorMatchingInlineSnapshot(`[RangeError: computationalGraph: there must be a node to draw. Received none.]`);
  expect(() => computationalGraph([{ name: "x" }, { name: "x" }])).toThrowErrorMatchingInlineSnapshot(`[RangeError: computationalGraph: every node must have a name of its own. Received "x" twice.]`);
  expect(() => computationalGraph([{ name: "weight" }, { name: "y", op: "exp", inputs: ["wieght"] }])).toThrowErrorMatchingInlineSnapshot(`[RangeError: computationalGraph: inputs must be nodes that come before. Received "wieght" as an input of "y". Did you mean "weight"? Nodes: weight, y.]`);
  expect(() => computationalGraph([{ name: "y", op: "exp", inputs: ["x"] }, { name: "x" }])).toThrowErrorMatchingInlineSnapshot(`[RangeError: computationalGraph: inputs must be nodes that come before. Received "x" as an input of "y". Put it before.]`);
  expect(() => computationalGraph([{ name: "x" }, { name: "y", inputs: ["x"] }])).toThrowErrorMatchingInlineSnapshot(`[RangeError: computationalGraph: a node with inputs must say what it does with them. Received "y" without op.]`);
});
