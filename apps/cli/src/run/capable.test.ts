import { conv2d, dense, flatten, graph, relu } from "@convscope/core";
import type { Capability, Engine } from "@convscope/nn";
import { expect, test } from "vitest";
import { openEngine } from "../backends.ts";
import { checkCapable } from "./capable.ts";

const net = graph("net", [4, 4, 1], { conv: conv2d(2, 3), relu: relu(), flatten: flatten(), fc: dense(2) });

/** An engine of which layers of some kinds fail. */
function failing(fails: { readonly [kind: string]: Pick<Capability, "runs" | "error"> }): Engine {
  return {
    name: "toy", backend: "abacus", threads: 1,
    prepare: () => Promise.reject(new Error("nobody trains on it")),
    capabilities: async ({ nodes }) => nodes.map(({ name, layer: { kind } }) => ({ node: name, layer: kind, runs: true, trains: true, note: "", ...fails[kind] })),
  };
}

test("every layer that fails is named, with the backends that can", async () => {
  await expect(checkCapable(net, failing({ conv2d: { runs: true, error: "no such gradient" }, relu: { runs: false, error: "no such kernel" } }))).rejects.toThrowErrorMatchingInlineSnapshot(`[CommandError: net: the backend abacus must be able to train every layer. Received conv (conv2d) has no gradient: no such gradient; relu (relu) does not run: no such kernel. Use --backend ort or simd or wasm or cpu.]`);
});

test("what runs and trains is let through", async () => {
  await expect(checkCapable(net, failing({}))).resolves.toBeUndefined();
  await expect(checkCapable(net, await openEngine({ backend: "cpu" }))).resolves.toBeUndefined();
});
