import { add, branches, conv2d, custom, dense, dropout, embedding, flatten, from, globalAveragePooling1d, graph, maxUnpooling2d, maxPooling2d, relu, sequence, step, type Graph, type Layer } from "@convscope/core";
import { describe, expect, test } from "vitest";
import { capabilities, CapabilityError, network, useBackend } from "../index.ts";

const troubled = graph("troubled", [4, 4, 2], {
  conv: conv2d(2, 3, { padding: "same" }),
  step: step(),
  sum: branches([[], custom({ name: "broken", outputShape: ([x = []]) => x, run: () => { throw new Error("not on this engine"); } })], add()),
  pool: maxPooling2d(2),
  up: branches([[], from("sum.1")], maxUnpooling2d(2)),
  flatten: flatten(),
  fc: dense(2),
});

describe.each(["cpu", "wasm"] as const)("on %s", (backend) => {
  test("each layer says whether it runs and trains", async () => {
    const found = await capabilities(troubled, await useBackend(backend));
    expect(found.filter(({ runs, trains, note }) => !runs || !trains || note !== "")).toEqual([
      { node: "step", layer: "step", runs: true, trains: false, note: "its derivative is zero everywhere: nothing before it learns" },
      { node: "sum.1", layer: "custom", runs: false, trains: false, note: "not on this engine" },
      { node: "up.maxUnpooling2d", layer: "maxUnpooling2d", runs: true, trains: true, note: "no gradient to sum.1" },
    ]);
    expect(found.map(({ node }) => node)).toEqual(troubled.nodes.map(({ name }) => name));
  });

  test("what the cpu backend computes for another is named", async () => {
    const words = graph("words", sequence(3, 5), { embed: embedding(5, 2), pool: globalAveragePooling1d(), relu: relu(), drop: dropout(0.5), fc: dense(1) });
    const notes = (await capabilities(words, await useBackend(backend))).filter(({ note }) => note !== "").map(({ node, note }) => `${node}: ${note}`);
    expect(notes).toEqual(backend === "cpu" ? [] : ["embed: computed by the cpu backend: UnsortedSegmentSum"]);
  });
});

test("a kind that the engine does not know is refused when the network is made", async () => {
  const [node] = graph("new", [4], { one: relu() }).nodes;
  const strange: Graph = { name: "new", inputs: { input: [4] }, outputs: ["one"], nodes: node ? [{ ...node, layer: { kind: "quantumConv2d" } as never as Layer }] : [] };
  const engine = await useBackend("cpu");
  await expect(capabilities(strange, engine)).rejects.toThrow(CapabilityError);
  await expect(network(strange, { engine, weights: {} })).rejects.toThrowErrorMatchingInlineSnapshot(`[CapabilityError: new: every layer must be of a kind that the engine tfjs knows. Received one (quantumConv2d). Use one version of all packages, or custom({ run }).]`);
});
