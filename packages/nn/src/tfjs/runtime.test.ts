import { custom, graph, relu, type Graph, type Layer } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { network, useBackend, type Network } from "../index.ts";
import { cpu } from "./cpu.ts";
import { tfjsEngine } from "./engine.ts";
import { engineOn, everyBackend } from "../../test/backends.ts";
import { afterTheEnd, line, refusals, runtimeSuite } from "../../test/suite/runtime.ts";

describe.each(everyBackend)("on %s", (backend) => {
  runtimeSuite(() => engineOn(backend), () => engineOn(backend === "cpu" ? "wasm" : "cpu"));

  test("a prediction does not hold every layer's values at once", async () => {
    const held: number[] = [];
    const look = (): Layer => custom({ name: "look", outputShape: ([x = []]) => x, run: ([x]: readonly tf.Tensor[]) => { held.push(tf.memory().numTensors); return x as tf.Tensor; } });
    const net = await network(graph("deep", [2], [look(), ...Array.from({ length: 30 }, () => relu()), look()]), { engine: await engineOn(backend) });
    const x = { shape: [1, 2], data: Float32Array.of(-1, 3) };
    expect([...(await net.predict(x)).data]).toEqual([0, 3]);
    expect((held[1] ?? NaN) - (held[0] ?? NaN)).toBeLessThan(4);
    expect([...((await net.run({ input: x }, { nodes: ["0", "31"] }))["0"]?.data ?? [])]).toEqual([-1, 3]);
    net.dispose();
  });
});

describe("on a backend that gives numbers only later", () => {
  runtimeSuite(() => tfjsEngine({ ...cpu, name: "later", register: async () => ({ ...(await cpu.register()), readsLater: true }) }), () => engineOn("wasm"));
});

describe("is refused", () => {
  const refused = async (of: Graph, ask: (net: Network) => Promise<unknown>): Promise<unknown> => {
    const net = await network(of, { engine: await useBackend("cpu") });
    try {
      return await ask(net);
    } finally {
      net.dispose();
    }
  };

  test.each(refusals)("%s", async (_, of, ask) => {
    await expect(refused(of, ask)).rejects.toThrowErrorMatchingSnapshot();
  });

  test("whatever is asked after the end", async () => {
    const net = await network(line, { engine: await useBackend("cpu") });
    net.dispose();
    net.dispose();
    const gone = `[Error: line: the network has been disposed and cannot be used any more. Make a new one with await network(graph, { engine }); weights() read before dispose() can be given to it.]`;
    for (const ask of afterTheEnd) expect(`[${String(await ask(net).catch((error: unknown) => error))}]`).toBe(gone);
  });
});
