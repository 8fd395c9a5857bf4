import { arrayData, cosine, fit, network, sgd, sparseCategoricalCrossentropy, type Engine } from "@convscope/nn";
import type { InferenceSession } from "onnxruntime-node";
import { beforeAll, expect, test, vi } from "vitest";
import { batch, calls, how, small, zeros } from "../../nn/test/suite/calls.ts";
import { ortLoader } from "../src/index.ts";
import { importOrt, type Ort } from "../src/package.node.ts";

/** The sessions that are open: those made and not released. */
const open = new Set<InferenceSession>();
let made = 0;
let engine: Engine;
beforeAll(async () => {
  const { env, InferenceSession, Tensor } = await importOrt();
  const create: Ort["InferenceSession"]["create"] = async (model, options) => {
    const session = await InferenceSession.create(model, options);
    made++;
    open.add(session);
    const release = session.release.bind(session);
    session.release = async () => {
      open.delete(session);
      await release();
    };
    return session;
  };
  engine = await ortLoader({ worker: false, load: () => Promise.resolve({ env, Tensor, InferenceSession: { create } }) }).open({ threads: 1 });
}, 120_000);

/** Sessions are released behind the caller's back. */
const allReleased = (): Promise<void> => vi.waitFor(() => { expect(open.size).toBe(0); });

test.each(calls)("$name leaves no session behind", async ({ call, fails }) => {
  const net = await network(small, { engine });
  await net.step(batch, how);
  expect(open.size).toBeGreaterThan(0);
  if (fails) await expect(Promise.resolve().then(() => call(net))).rejects.toThrow();
  else await call(net);
  net.dispose();
  await allReleased();
});

test("a network that is disposed while it computes leaves no session behind", async () => {
  const net = await network(small, { engine });
  const steps = [net.step(batch, how), net.predict(batch.inputs), net.gradients({ inputs: batch.inputs, of: { upstream: { "out.a": zeros([4, 2]) } }, withRespectTo: { inputs: ["input"] } })];
  net.dispose();
  await Promise.allSettled(steps);
  await allReleased();
});

test("a network that cannot be made leaves nothing behind", async () => {
  await expect(network(small, { engine, weights: { "conv.weight": zeros([3, 3, 1, 3]) } })).rejects.toThrow();
  expect(open.size).toBe(0);
});

test("however many sizes of batches and sets of nodes are asked for, few sessions are open", async () => {
  const net = await network(small, { engine });
  const pictures = batch.inputs["input"]?.data ?? [];
  for (let samples = 1; samples <= 4; samples++) {
    const input = { shape: [samples, 8, 8, 1], data: Float32Array.from(pictures.slice(0, samples * 64)) };
    for (const node of ["conv", "bn", "relu", "pool"]) {
      await net.run({ input }, { nodes: [node] });
      if (samples > 1) await net.run({ input }, { nodes: [node], training: true });
    }
  }
  await vi.waitFor(() => { expect(open.size).toBeLessThanOrEqual(8); });
  net.dispose();
  await allReleased();
});

test("a training makes one session for its batches, one for what is left of them, and none for each step, however its rate moves", async () => {
  const net = await network(small, { engine });
  const before = made;
  const ten = arrayData({ inputs: { input: { shape: [10, 8, 8, 1], data: Float32Array.from({ length: 640 }, (_, i) => Math.sin(i)) } }, targets: { "out.a": { shape: [10], data: new Int32Array(10) }, "out.b": { shape: [10], data: new Int32Array(10) } } });
  const loss = sparseCategoricalCrossentropy();
  await fit(net, ten, { loss: { "out.a": loss, "out.b": loss }, optimizer: sgd({ momentum: 0.9 }), epochs: 20, batchSize: 4, schedule: cosine() });
  expect(made - before).toBe(2);
  net.dispose();
  await allReleased();
});
