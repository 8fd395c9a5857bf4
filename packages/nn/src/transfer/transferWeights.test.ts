import { batchNormalization, checkWeights, conv2d, dense, flatten, graph, headNodes, relu, weightSpecs, type Graph } from "@convscope/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { initialWeights } from "../initializers/index.ts";
import { transferWeights } from "./transferWeights.ts";

const net = (classes: number, filters = 2, channels = 1): Graph => graph("net", [4, 4, channels], { conv: conv2d(filters, 3), bn: batchNormalization(), relu: relu(), flatten: flatten(), fc: dense(classes) });

test("a net of other classes takes all but its head, and says so", () => {
  const from = initialWeights(net(10), { seed: 7 });
  const { weights, ...told } = transferWeights(net(3), from, { seed: 1 });
  expect(told).toEqual({
    taken: ["conv", "bn"],
    drawn: [{ node: "fc", why: "fc.weight is 8×10, where 8×3 is due" }],
    leftOver: ["fc.weight", "fc.bias"],
  });
  expect(weights["conv.weight"]).toBe(from["conv.weight"]);
  expect(weights["bn.running_mean"]).toBe(from["bn.running_mean"]);
  expect(weights["fc.weight"]).toEqual(initialWeights(net(3), { seed: 1 })["fc.weight"]);
});

test("the head is drawn where that is asked for, though it would fit", () => {
  const from = initialWeights(net(3), { seed: 7 });
  expect(transferWeights(net(3), from).drawn).toEqual([]);
  expect(transferWeights(net(3), from, { drawn: headNodes(net(3)) })).toMatchObject({ taken: ["conv", "bn"], drawn: [{ node: "fc", why: "as asked" }] });
});

test("a kernel that does not fit leaves its bias, and an array that is missing the whole node", () => {
  const { "bn.running_var": _, ...some } = initialWeights(net(3, 2, 3));
  expect(transferWeights(net(3), some)).toMatchObject({
    taken: ["fc"],
    drawn: [{ node: "conv", why: "conv.weight is 3×3×3×2, where 3×3×1×2 is due" }, { node: "bn", why: "bn.running_var is missing" }],
    leftOver: ["conv.weight", "conv.bias", "bn.weight", "bn.bias", "bn.running_mean"],
  });
});

test("whatever fits, the weights are whole, and each of the other's is taken or left over", () => {
  const count = fc.integer({ min: 1, max: 4 });
  // The convolution's own two arrays are always there, so that something fits.
  fc.assert(
    fc.property(count, count, count, fc.array(fc.integer({ min: 2, max: 8 })), (filters, classes, others, missing) => {
      const to = net(classes, filters);
      const all = { ...initialWeights(net(others, filters), { seed: 3 }), "extra.weight": { shape: [1], data: new Float32Array(1) } };
      const from = Object.fromEntries(Object.entries(all).filter((_, i) => !missing.includes(i)));
      const { weights, taken, drawn, leftOver } = transferWeights(to, from);
      checkWeights(to, Object.fromEntries(Object.entries(weights).map(([key, { shape }]) => [key, shape])));
      const keysOf = (node: string): string[] => [...weightSpecs(to).keys()].filter((key) => key.startsWith(`${node}.`));
      expect([...taken.flatMap(keysOf), ...leftOver].sort()).toEqual(Object.keys(from).sort());
      expect([...taken, ...drawn.map(({ node }) => node)].sort()).toEqual(["bn", "conv", "fc"]);
    }),
  );
});

test("what is no net of the kind is refused", () => {
  expect(() => transferWeights(net(3), { "features.0.weight": { shape: [1], data: new Float32Array(1) } })).toThrowErrorMatchingInlineSnapshot(`[GraphError: net: at least one node must find its weights by name and shape. Received features.0.weight, where conv is due. Take the weights of the same kind of network.]`);
  expect(() => transferWeights(net(3), {}, { drawn: ["fd"] })).toThrowErrorMatchingInlineSnapshot(`[GraphError: net: drawn must name nodes of the graph. Received "fd".]`);
});
