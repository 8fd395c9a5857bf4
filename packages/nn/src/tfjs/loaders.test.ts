import { dense, graph } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, expect, test } from "vitest";
import { fit, arrayData, network, sgd, sparseCategoricalCrossentropy, tfjsLoader, useBackend, type TfjsBackendPackage } from "../index.ts";
import { borrowBackend } from "./borrowed.ts";

/** A backend as another package would bring it: the cpu backend's kernels under other names. */
function borrowed(): TfjsBackendPackage & { readonly calls: (object | undefined)[] } {
  const calls: (object | undefined)[] = [];
  return {
    name: "borrowed", version: "9.9", note: "borrowed kernels", calls,
    check: async () => ({ available: true, note: "here", threads: 2, device: "abacus" }),
    async register(options) {
      calls.push(options);
      const { name = "borrowed", threads = 2 } = options ?? {};
      if (!tf.findBackendFactory(name)) takeAway.push(await borrowBackend(name));
      return { name, threads };
    },
  };
}

const takeAway: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const last of takeAway) await last();
});

const tiny = graph("tiny", [3], { fc: dense(2) });
const data = arrayData({ inputs: { input: { shape: [4, 3], data: Float32Array.from({ length: 12 }, (_, i) => Math.sin(i)) } }, targets: { fc: { shape: [4], data: Int32Array.of(0, 1, 1, 0) } } });

test("a backend of another package computes as the one it borrows from, and is preferred to ours", async () => {
  await useBackend("cpu");
  const backend = borrowed();
  const losses = [];
  for (const engine of [await useBackend("cpu"), await useBackend("auto", { engines: [tfjsLoader(backend)] })]) {
    const net = await network(tiny, { engine, seed: 3 });
    const { history } = await fit(net, data, { loss: sparseCategoricalCrossentropy(), optimizer: sgd({ learningRate: 0.5 }), epochs: 3, batchSize: 2 });
    losses.push([engine.backend, net.engine.threads, history.map(({ loss }) => loss)]);
    net.dispose();
  }
  expect(losses).toEqual([["cpu", 1, losses[0]?.[2]], ["borrowed", 2, losses[0]?.[2]]]);
  expect(tf.getBackend()).toBe("borrowed");
});

test("its table row says what it says of itself", async () => {
  const loader = tfjsLoader(borrowed());
  expect({ name: loader.name, engine: loader.engine, ...(await loader.check()) }).toEqual({ name: "borrowed", engine: "tfjs", available: true, version: "9.9", device: "abacus", threads: 2, note: "here" });
  const absent = tfjsLoader({ ...borrowed(), check: async () => ({ available: false, note: "gone", threads: 1 }) });
  expect(await absent.check()).toEqual({ available: false, version: "9.9", note: "gone" });
});

test("each number of threads is a backend of its own, so that two engines do not change each other", async () => {
  const backend = borrowed();
  const [one, three] = [await useBackend("borrowed", { engines: [tfjsLoader(backend)], threads: 1 }), await useBackend("borrowed", { engines: [tfjsLoader(backend)], threads: 3 })];
  expect([one, three].map(({ backend, threads }) => `${backend} ${threads}`)).toEqual(["borrowed 1", "borrowed 3"]);
  expect(backend.calls).toEqual([{ threads: 1, name: "borrowed-1" }, { threads: 3, name: "borrowed-3" }]);
  const net = await network(tiny, { engine: one });
  await net.weights();
  expect(tf.getBackend()).toBe("borrowed-1");
  net.dispose();
});
