import { custom, dense, graph, linear, zeroPadding2d } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { meanSquaredError, network, useBackend, whereLost, type Engine, type Network } from "../src/index.ts";

const open = async (of: Parameters<typeof network>[0], weights = {}): Promise<Network> => network(of, { engine: await useBackend("cpu"), ...(Object.keys(weights).length > 0 && { weights }) });
const floats = (shape: readonly number[], ...data: readonly number[]) => ({ shape, data: Float32Array.from(data) });

test("a logarithm of zero is named, with what went in", async () => {
  const log = custom({ name: "log", outputShape: ([x = []]) => x, run: ([x]) => tf.log(x as tf.Tensor) });
  const net = await open(graph("logs", [2], { fc: dense(2, { useBias: false }), log, out: linear() }), { "fc.weight": floats([2, 2], 1, 0, 0, 1) });
  const how = { objective: { out: { loss: meanSquaredError(), weight: 1 } } };
  const batch = (...x: readonly number[]) => ({ inputs: { input: floats([2, 2], ...x) }, targets: { out: floats([2, 2], 0, 0, 0, 0) } });
  expect(await whereLost(net, batch(1, 2, 300, 0), how)).toMatchInlineSnapshot(`"log (custom) is the first node that gives -Infinity; it gets values up to 300"`);
  expect(await whereLost(net, batch(1, 2, 3, -4), how)).toMatchInlineSnapshot(`"log (custom) is the first node that gives NaN; it gets values up to 4"`);
  expect(await whereLost(net, batch(1, 2, 3, 4), how)).toBeUndefined();
  net.dispose();
});

test("nodes of more numbers than memory is good for are looked at a few at a time", async () => {
  const wide = graph("wide", [4, 4, 1], { a: zeroPadding2d(2500), b: linear(), c: linear() });
  const asked: (readonly string[])[] = [];
  const net: Network = {
    ...(await open(graph("none", [1], { a: linear() }))),
    graph: wide, engine: {} as Engine,
    weights: () => Promise.resolve({}),
    run: (_, { nodes = [] } = {}) => (asked.push(nodes), Promise.resolve(Object.fromEntries(nodes.map((name) => [name, floats([1], name === "c" ? Infinity : -7)])))),
  };
  expect(await whereLost(net, { inputs: { input: floats([2, 4, 4, 1], ...new Float32Array(32)) }, targets: {} })).toMatchInlineSnapshot(`"c (linear) is the first node that gives Infinity; it gets values up to 7"`);
  // 2 · 5004² numbers each, of 2²⁶.
  expect(asked).toEqual([["a"], ["b"], ["c"], ["b"]]);
});
