import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { network, type Engine } from "../src/index.ts";
import { engineOn, everyBackend } from "./backends.ts";
import { batch, calls, how, small, zeros } from "./suite/calls.ts";

describe.each(everyBackend)("on %s", (backend) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await engineOn(backend);
  });
  /** What TensorFlow.js counts, and what each backend holds: what a kernel forgets, only its backend knows. */
  const held = (): { readonly [what: string]: number } => {
    const { numTensors, numDataBuffers, numBytes } = tf.memory();
    return { numTensors, numDataBuffers, numBytes, onBackend: tf.engine().findBackend(backend).numDataIds(), onCpu: tf.engine().findBackend("cpu").numDataIds() };
  };

  test.each(calls)("$name leaves nothing behind", async ({ call, fails }) => {
    const before = held();
    const net = await network(small, { engine });
    await net.step(batch, how);
    const prepared = held();
    expect(prepared["numTensors"]).toBeGreaterThan(before["numTensors"] ?? 0);
    if (fails) await expect(Promise.resolve().then(() => call(net))).rejects.toThrow();
    else await call(net);
    expect(held()).toEqual(prepared);
    net.dispose();
    expect(held()).toEqual(before);
  });

  test("a network that cannot be made leaves nothing behind", async () => {
    const before = held();
    await expect(network(small, { engine, weights: { "conv.weight": zeros([3, 3, 1, 3]) } })).rejects.toThrow();
    expect(held()).toEqual(before);
  });
});
