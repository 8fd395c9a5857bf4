import * as core from "@convscope/core";
import { anyGraph } from "@convscope/test-kit";
import * as fc from "fast-check";
import { test } from "vitest";
import { agrees } from "./agrees.ts";

const { from, branches, dense, graph, relu, tanh } = core;

test.each<[string, core.Graph]>([
  ["a value that several layers take", graph("several", [3], { a: dense(3), sum: branches([from("a"), from("a"), tanh()], core.add()), out: dense(2) })],
  ["a value multiplied by itself", graph("square", [3], { a: dense(3), out: branches([from("a"), from("a")], core.multiply()) })],
  ["a weight that two nodes share", (() => { const again = core.shared({ fc: dense(3) }); return graph("shared", [3], { a: again, act: tanh(), b: again }); })()],
  ["shared batch normalisation", (() => { const again = core.shared({ conv: core.conv2d(2, 1), norm: core.batchNormalization() }); return graph("shared", [3, 3, 2], { a: again, act: relu(), b: again }); })()],
  ["several inputs", graph("inputs", { left: [3], right: [3] }, { join: branches([from("left"), from("right")], core.subtract()), out: dense(2) })],
  ["several outputs, one on the way to another", { ...graph("outputs", [3], { a: dense(3), act: tanh(), b: dense(2) }), outputs: ["a", "b"] }],
  ["an input that is an output", { ...graph("through", [3], { a: dense(3) }), outputs: ["input", "a"] }],
  ["a layer that hands on what it is given", graph("linear", [3], { a: dense(3), same: core.linear(), flat: core.flatten(), out: core.dropout(0) })],
  ["a node that no output needs", { ...graph("beside", [3], { a: dense(3), b: dense(2) }), outputs: ["a"] }],
  ["maps that are flattened, used twice", graph("maps", [3, 4, 2], { conv: core.conv2d(2, 2), flat: core.flatten(), both: branches([from("flat"), from("flat")], core.concatenate()), out: dense(3) })],
  ["tokens", graph("tokens", core.sequence(4, 5), { words: core.embedding(5, 3, { paddingIndex: 0 }), read: core.lstm(3), out: dense(2) })],
  ["tokens that two tables look up", graph("tables", core.sequence(3, 4), { both: branches({ a: core.embedding(4, 2), b: core.embedding(4, 2) }, core.add()), flat: core.flatten() })],
])("%s", async (_, of) => {
  await agrees(of, { batch: 3 });
  await agrees(of, { batch: 2, training: true, seed: 2, tolerance: 1e-4 });
});

// Some normalise a handful of values again and again, which makes a lot of rounding.
test("any graph", async () => {
  await fc.assert(fc.asyncProperty(anyGraph, fc.boolean(), fc.nat(1000), (of, training, seed) => agrees(of, { training, seed, tolerance: 1e-3 })), { numRuns: 40 });
}, 120_000);
