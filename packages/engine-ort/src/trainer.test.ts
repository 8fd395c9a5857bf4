import { batchNormalization, conv2d, dense, dropout, flatten, globalAveragePooling2d, graph, side, tanh } from "@convscope/core";
import { adam, cosine, meanSquaredError, nadam, network, rmsprop, scheduleFactor, sgd, sparseCategoricalCrossentropy, useBackend, withMomentum, type Arrays, type Batch, type Engine, type Network, type NdArray, type Objective, type StepOptions } from "@convscope/nn";
import { expect, test } from "vitest";
import { expectSame, inputsOf, labels, signed } from "../test/drawn.ts";
import { ortEngine } from "./engine.ts";
import { importOrt, type Ort } from "./package.node.ts";
import { blockOf } from "./selfTest.ts";

const ort = await importOrt();
const [here, there] = [ortEngine(ort, 1), await useBackend("cpu")];

const of = graph("two", [6, 5, 2], {
  conv: conv2d(4, 3, { useBias: false }), bn: batchNormalization(), tanh: tanh(), head: side({ pool: globalAveragePooling2d(), fc: dense(2) }), conv2: conv2d(3, 2, { useBias: false }), drop: dropout(0.5), flatten: flatten(), fc: dense(3),
});
const batchOf = (size: number): Batch => ({ inputs: inputsOf(of, size, 1), targets: { fc: labels([size], 3, 2, "labels"), "head.fc": signed([size, 2], 3, "values") } });
/** What is needed of a batch. */
const targetsOf = (objective: Objective, { inputs, targets }: Batch): Batch => ({ inputs, targets: Object.fromEntries(Object.keys(objective).map((name) => [name, targets[name] as NdArray])) });
const main: Objective = { fc: { loss: sparseCategoricalCrossentropy({ labelSmoothing: 0.1 }), weight: 1 } };
const both: Objective = { ...main, "head.fc": { loss: meanSquaredError(), weight: 0.3 } };

// A large ε: where the direction is the sign of a gradient that is all rounding, engines may go opposite ways.
const growing = nadam({ epsilon: 0.01, clipNorm: 0.5, weightDecay: 0.01 });
/** A training as eventful as they get; each step is taken twice. */
const chapters: readonly (readonly [what: string, how: StepOptions])[] = [
  ["weighted losses of two outputs, and a slower weight", { objective: both, optimizer: growing, rates: { "conv.weight": 0.1, "fc.bias": 3 } }],
  ["all but the last layer frozen, the batch normalisation too", { objective: both, optimizer: growing, trainable: ["fc.weight", "fc.bias"] }],
  ["thawed: what was frozen has counted fewer steps", { objective: both, optimizer: growing, learningRate: 0.01 }],
  ["a head without a loss stays", { objective: main, optimizer: growing }],
  ["another optimiser begins anew", { objective: both, optimizer: sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true, clipValue: 0.01 }) }],
  ["and the first one does again", { objective: both, optimizer: growing }],
];

/** Takes two steps, and gives all losses. */
const learn = async (net: Network, how: StepOptions): Promise<readonly number[]> => {
  const batch = targetsOf(how.objective, batchOf(3));
  const steps = [await net.step(batch, how), await net.step(batch, how)];
  return steps.flatMap(({ loss, losses }) => [loss, ...Object.values(losses)]);
};

/** Goes through all chapters, each on the engine named for it or that of the chapter before, as one that begins there with the weights and the optimiser's state so far. */
async function trained(engine: Engine, handedTo: (chapter: number) => Engine | undefined = () => undefined): Promise<readonly [losses: readonly number[], net: Network][]> {
  const nets: [readonly number[], Network][] = [];
  let net = await network(of, { engine, seed: 7 });
  for (const [i, [, how]] of chapters.entries()) {
    const next = await network(of, { engine: handedTo(i) ?? net.engine, seed: 7, weights: await net.weights() });
    await next.setOptimizerState(await net.optimizerState());
    net = next;
    nets.push([await learn(net, how), net]);
  }
  return nets;
}

/** In which order weights are remembered does not matter. */
const sorted = (arrays: Arrays): Arrays => Object.fromEntries(Object.entries(arrays).sort(([a], [b]) => (a < b ? -1 : 1)));
const expected = await trained(there);

test.each([["by itself", here, () => here], ["begun on the cpu engine", there, (i: number) => (i > 0 ? here : there)], ["handed on and back", here, (i: number) => (i % 2 === 0 ? here : there)]] as const)("a training %s goes as that of the cpu engine", async (_, first, handedTo) => {
  const found = await trained(first, handedTo);
  for (const [i, [what]] of chapters.entries()) {
    const [[losses, net], [wanted, other]] = [found[i], expected[i]] as [(typeof found)[number], (typeof expected)[number]];
    const list = (numbers: readonly number[]): NdArray => ({ shape: [numbers.length], data: Float32Array.from(numbers) });
    expectSame({ losses: list(losses) }, { losses: list(wanted) }, 2e-5, what);
    expectSame(await net.weights(), await other.weights(), 2e-5, what);
    const [state, otherState] = [await net.optimizerState(), await other.optimizerState()];
    expectSame(sorted(state.slots), sorted(otherState.slots), 2e-5, what);
    expect(state.scalars).toEqual(otherState.scalars);
    expect(state.steps).toBe(2 * i + 2);
    net.dispose();
  }
});

/** How many programs are made ready while a net learns. */
async function prepared(learn: (net: Network) => Promise<void>): Promise<number> {
  let count = 0;
  const counting: Ort = { ...ort, InferenceSession: { create: (...args) => (count++, ort.InferenceSession.create(...args)) } };
  // What is tried once for all nets.
  await blockOf(counting);
  count = 0;
  const net = await network(of, { engine: ortEngine(counting, 1), seed: 7 });
  await learn(net);
  net.dispose();
  return count;
}

test.each([["every head has a loss", both], ["a head has none", main]])("20 steps whose rate changes are one program, and two where a batch is smaller: %s", async (_, objective) => {
  const rateAt = (step: number): number => 0.01 * scheduleFactor(cosine(), { step, steps: 20, stepsPerEpoch: 20, history: [] });
  const twenty = (sizeAt: (step: number) => number) => async (net: Network) => {
    for (let step = 0; step < 20; step++) await net.step(targetsOf(objective, batchOf(sizeAt(step))), { objective, optimizer: adam(), learningRate: rateAt(step), rates: { "conv.weight": step / 20 } });
  };
  expect(await prepared(twenty(() => 4))).toBe(1);
  expect(await prepared(twenty((step) => (step % 5 === 4 ? 3 : 4)))).toBe(2);
});

test.each([sgd({ momentum: 0.9, nesterov: true }), adam({ epsilon: 0.01 }), growing, rmsprop({ momentum: 0.9, epsilon: 0.01 })])("momentum that changes makes no new program, and takes the steps of the cpu engine: %o", async (optimizer) => {
  const learn = async (net: Network): Promise<void> => {
    for (let step = 0; step < 5; step++) await net.step(targetsOf(main, batchOf(4)), { objective: main, optimizer: withMomentum(optimizer, 0.95 - 0.02 * step), learningRate: 0.001 });
  };
  expect(await prepared(learn)).toBe(1);
  const learned = async (engine: Engine): Promise<Arrays> => {
    const net = await network(of, { engine, seed: 7 });
    await learn(net);
    const weights = await net.weights();
    net.dispose();
    return weights;
  };
  expectSame(await learned(here), await learned(there), 2e-5, "weights");
});

test("a weight that is frozen for a while costs two programs more: without it, and with its own count of steps", async () => {
  const optimizer = adam();
  expect(await prepared(async (net) => {
    for (let step = 0; step < 9; step++) await net.step(targetsOf(main, batchOf(4)), { objective: main, optimizer, ...(step > 2 && step < 6 && { trainable: ["fc.weight", "fc.bias"] }) });
  })).toBe(3);
});

test("a weight that is named twice learns once", async () => {
  const learned = async (...trainable: readonly string[]): Promise<Arrays> => {
    const net = await network(of, { engine: here, seed: 7 });
    await net.step(targetsOf(main, batchOf(4)), { objective: main, optimizer: adam(), trainable });
    const weights = await net.weights();
    net.dispose();
    return weights;
  };
  expect(await learned("fc.weight", "fc.bias", "fc.weight")).toEqual(await learned("fc.weight", "fc.bias"));
});
