import { batchNormalization, conv2d, dense, flatten, graph, maxPooling2d, relu, type Graph } from "@convscope/core";
import { network, sgd, sparseCategoricalCrossentropy, type Batch, type Engine } from "../../src/index.ts";

const small: Graph = graph("small", [8, 8, 2], {
  conv: conv2d(4, 3, { padding: "same", useBias: false }), bn: batchNormalization(), relu: relu(), pool: maxPooling2d(2),
  deep: conv2d(6, 3, { strides: 2, padding: 1 }), flatten: flatten(), fc: dense(3),
});

/** Made-up pictures that do not repeat. */
const batchOf = (samples: number): Batch => ({
  inputs: { input: { shape: [samples, 8, 8, 2], data: Float32Array.from({ length: samples * 128 }, (_, i) => Math.sin(i * 1.7) + (i % 3) / 3) } },
  targets: { fc: { shape: [samples], data: Int32Array.from({ length: samples }, (_, i) => i % 3) } },
});

/** What two training steps came to, as JSON can carry it. */
export interface Stepped {
  readonly backend: string;
  readonly threads: number;
  readonly reason: string;
  readonly losses: readonly number[];
  readonly weights: { readonly [name: string]: readonly number[] };
}

/** Two training steps of a small net at batch 4. */
export async function twoSteps(engine: Engine): Promise<Stepped> {
  const net = await network(small, { engine, seed: 1 });
  const losses: number[] = [];
  for (let i = 0; i < 2; i++) losses.push((await net.step(batchOf(4), objective)).loss);
  const weights = Object.fromEntries(Object.entries(await net.weights()).map(([name, { data }]) => [name, [...data]]));
  net.dispose();
  return { backend: engine.backend, threads: engine.threads, reason: engine.reason ?? "", losses, weights };
}

const objective = { objective: { fc: { loss: sparseCategoricalCrossentropy(), weight: 1 } }, optimizer: sgd({ learningRate: 0.02, momentum: 0.9 }) };

/** How many turns of its own this thread has while the engine takes a long step. */
export async function turnsDuringStep(engine: Engine): Promise<number> {
  const net = await network(small, { engine, seed: 1 });
  let [turns, done] = [0, false];
  const step = net.step(batchOf(512), objective).finally(() => (done = true));
  while (!done) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (!done) turns++;
  }
  await step;
  net.dispose();
  return turns;
}
