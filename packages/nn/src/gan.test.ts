import { batchNormalization, dense, dropout, graph, relu, type Graph } from "@convscope/core";
import { beforeAll, expect, test } from "vitest";
import { adam, arrayData, cosine, network, polynomialDecay, randomOf, sgd, trainGan, useBackend, type Arrays, type Data, type Engine, type GanLog, type GanOptions, type GanState, type Network } from "./index.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await useBackend("cpu");
}, 60_000);

const numbers = (values: ArrayLike<number>): Data => arrayData({ inputs: { input: { shape: [values.length, 1], data: Float32Array.from(values) } }, targets: {} });
/** Numbers around 3. */
const real = numbers(Array.from({ length: 64 }, (_, i) => 3 + 0.5 * Math.sin(i * i)));
const scalar = (value: number): Arrays[string] => ({ shape: [1, 1], data: Float32Array.of(value) });
const offset = (value: number): Arrays[string] => ({ shape: [1], data: Float32Array.of(value) });
const first = async (net: Network, name: string): Promise<number> => (await net.weights())[name]?.data[0] ?? NaN;

const makes = graph("makes", { noise: [2] }, { fc1: dense(8), bn: batchNormalization(), relu: relu(), drop: dropout(0.1), fc2: dense(1) });
const tells = graph("tells", [1], { fc1: dense(8), bn: batchNormalization(), relu: relu(), fc2: dense(1) });
const optimizers = { generator: adam({ learningRate: 0.01, beta1: 0.5 }), discriminator: adam({ learningRate: 0.01, beta1: 0.5 }) };

/** What is left of two small nets that were trained. */
async function trained(options: Partial<GanOptions>, [g, d]: readonly [Graph, Graph] = [makes, tells]): Promise<{ readonly logs: readonly GanLog[]; readonly states: readonly GanState[]; readonly made: Float32Array; readonly weights: string }> {
  const [generator, discriminator] = [await network(g, { engine, seed: 1 }), await network(d, { engine, seed: 2 })];
  try {
    const [logs, states]: [GanLog[], GanState[]] = [[], []];
    for await (const event of trainGan({ generator, discriminator, data: real, epochs: 2, batchSize: 16, optimizers, ...options })) {
      if (event.kind !== "epoch") continue;
      logs.push(event.log);
      states.push(await event.state());
    }
    const made = await generator.predict({ shape: [256, 2], data: randomOf(7).normals(512) });
    return { logs, states, made: made.data as Float32Array, weights: JSON.stringify([await generator.weights(), await discriminator.weights()].map((all) => Object.values(all).map(({ data }) => [...data]))) };
  } finally {
    generator.dispose();
    discriminator.dispose();
  }
}

test("a round by hand: the discriminator steps on real and made numbers, then the generator through the new discriminator, which stays as it is", async () => {
  const [g, d] = [graph("g", { noise: [1] }, { fc: dense(1) }), graph("d", [1], { fc: dense(1) })];
  const [c, e, a, b] = [0.5, 0.2, 0.3, -0.1];
  for (const aim of ["non-saturating", "minimax"] as const) {
    const generator = await network(g, { engine, weights: { "fc.weight": scalar(c), "fc.bias": offset(e) } });
    const discriminator = await network(d, { engine, weights: { "fc.weight": scalar(a), "fc.bias": offset(b) } });
    const rate = 0.1;
    const events = trainGan({ generator, discriminator, data: numbers([1, 2]), epochs: 1, batchSize: 2, seed: 5, aim, optimizers: { generator: sgd({ learningRate: rate }), discriminator: sgd({ learningRate: rate }) } });
    for (let next = await events.next(); !next.done; next = await events.next());

    const random = randomOf(5, "gan", 1);
    random.permutation(2);
    const [told, fooling] = [random.normals(2), random.normals(2)];
    const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
    const seen = [...[1, 2].map((x) => ({ x, truth: 1 })), ...[...told].map((z) => ({ x: c * z + e, truth: 0 }))];
    const errors = seen.map(({ x, truth }) => sigmoid(a * x + b) - truth);
    const newA = a - (rate / 4) * seen.reduce((sum, { x }, i) => sum + (errors[i] ?? 0) * x, 0);
    const newB = b - (rate / 4) * errors.reduce((sum, error) => sum + error, 0);
    expect(await first(discriminator, "fc.weight")).toBeCloseTo(newA, 6);
    expect(await first(discriminator, "fc.bias")).toBeCloseTo(newB, 6);

    // ∂/∂x of −log σ(ax + b) is −(1 − σ)·a, of log(1 − σ(ax + b)) it is −σ·a.
    const pulls = [...fooling].map((z) => {
      const says = sigmoid(newA * (c * z + e) + newB);
      return { z, pull: aim === "minimax" ? -says * newA : -(1 - says) * newA };
    });
    expect(await first(generator, "fc.weight")).toBeCloseTo(c - (rate / 2) * pulls.reduce((sum, { z, pull }) => sum + z * pull, 0), 6);
    expect(await first(generator, "fc.bias")).toBeCloseTo(e - (rate / 2) * pulls.reduce((sum, { pull }) => sum + pull, 0), 6);
    generator.dispose();
    discriminator.dispose();
  }
});

test("what is made comes to lie where the real numbers are", async () => {
  const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  // Normalisation would hide from the discriminator where real and made numbers lie: it takes each batch's mean away.
  const plain = [graph("shift", { noise: [2] }, { fc: dense(1) }), graph("side", [1], { fc1: dense(8), relu: relu(), fc2: dense(1) })] as const;
  const { made: before } = await trained({ epochs: 1, batchSize: 64 }, plain);
  const { made, logs } = await trained({ epochs: 30, average: { decay: 0.9 }, optimizers: { generator: adam({ learningRate: 0.05, beta1: 0.5 }), discriminator: adam({ learningRate: 0.05, beta1: 0.5 }) } }, plain);
  expect(Math.abs(mean(before) - 3)).toBeGreaterThan(1.5);
  expect(Math.abs(mean(made) - 3)).toBeLessThan(0.7);
  expect(logs).toHaveLength(30);
  for (const { realScore, madeScore } of logs) for (const score of [realScore, madeScore]) expect(score > 0 && score < 1).toBe(true);
});

test("k₁ and k₂ are how often each steps", async () => {
  const { states } = await trained({ epochs: 1, batchSize: 16, discriminatorSteps: 2, generatorSteps: 3 });
  // Four batches: four steps of the discriminator, and the generator's turn comes twice.
  expect(states[0]?.optimizers.discriminator.steps).toBe(4);
  expect(states[0]?.optimizers.generator.steps).toBe(6);
});

test("it goes on from a state to the bit, with dropout, normalisation and averaged weights", async () => {
  const average = { decay: 0.9, every: 2 };
  const whole = await trained({ epochs: 3, average });
  const half = await trained({ epochs: 1, average });
  const rest = await trained({ epochs: 3, average, resume: half.states[0] as GanState });
  expect(rest.weights).toBe(whole.weights);
  expect(rest.states.at(-1)?.history).toEqual(whole.logs);
  expect((await trained({ epochs: 3, average, seed: 9 })).weights).not.toBe(whole.weights);
});

test("it ends after the step under way", async () => {
  const stop = new AbortController();
  const [generator, discriminator] = [await network(makes, { engine }), await network(tells, { engine })];
  let steps = 0;
  for await (const { kind } of trainGan({ generator, discriminator, data: real, epochs: 5, batchSize: 16, optimizers, signal: stop.signal })) {
    if (kind === "step" && ++steps === 2) stop.abort();
  }
  expect(steps).toBe(2);
  generator.dispose();
  discriminator.dispose();
});

test("refuses what does not fit", async () => {
  const nets = [await network(makes, { engine }), await network(tells, { engine }), await network(graph("wide", [2], { fc: dense(1) }), { engine }), await network(graph("many", [1], { fc: dense(3) }), { engine })] as const;
  const [generator, discriminator, wide, many] = nets;
  const start = (options: Partial<GanOptions>): Promise<unknown> => trainGan({ generator, discriminator, data: real, epochs: 1, optimizers, ...options }).next();
  await expect(start({ discriminator: wide })).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: trainGan: the discriminator must take what the generator makes. Received a generator of 1 and a discriminator of 2.]`);
  await expect(start({ discriminator: many })).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: trainGan: the discriminator must end in one number. Received 3. End it in dense(1), without a sigmoid.]`);
  await expect(start({ batchSize: 65 })).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: trainGan: there must be a batch of real samples at least. Received 64 samples, batchSize=65.]`);
  await expect(start({ generatorSteps: 0 })).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: trainGan: generatorSteps must be a whole number ≥ 1. Received 0.]`);
  const mistyped: object = { k1: 2 };
  await expect(start(mistyped)).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: trainGan: unknown option k1. Options: generator, discriminator, data, epochs, optimizers, batchSize, discriminatorSteps, generatorSteps, schedule, realTarget, aim, average, seed, signal, resume.]`);
  await expect(start({ data: numbers([NaN, 1]), batchSize: 2 })).rejects.toThrowErrorMatchingInlineSnapshot(`[TrainingError: trainGan: the loss of the discriminator must stay a finite number. Received NaN in epoch 1. A smaller learning rate usually helps.]`);
  for (const net of nets) net.dispose();
});

test("a schedule moves both rates: after its end nothing moves, and a resumed training is where it was", async () => {
  const schedule = polynomialDecay({ over: 1, unit: "epoch" });
  const whole = await trained({ schedule, epochs: 3 });
  const weightsOf = ({ generator, discriminator }: GanState): string => JSON.stringify([generator, discriminator].map((all) => [all["fc1.weight"], all["fc2.weight"]].map((array) => [...(array?.data ?? [])])));
  const [first, second] = whole.states.map(weightsOf);
  expect(second).toBe(first);
  expect(weightsOf((await trained({})).states[0] as GanState)).not.toBe(first);
  const steady = await trained({ schedule: cosine(), epochs: 2 });
  const begun = await trained({ schedule: cosine(), epochs: 2, resume: steady.states[0] as GanState });
  expect(begun.weights).toBe(steady.weights);
});
