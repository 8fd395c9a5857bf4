import type { Graph } from "@convscope/core";
import { network, useBackend, type Engine, type Network } from "@convscope/nn";
import { describe, expect, test } from "vitest";
import { convolutions } from "../../nn/test/goldens/convolutions.ts";
import { lossesOfTorch } from "../../nn/test/goldens/losses.ts";
import { normalizations, numericNormalizations } from "../../nn/test/goldens/normalizations.ts";
import { checkOptimizer, optimizerCases } from "../../nn/test/goldens/optimizers.ts";
import { numericPoolings, poolings } from "../../nn/test/goldens/poolings.ts";
import { checkGradients, checkOutputs, checkSteps, nets, trajectories } from "../../nn/test/goldens/smallnets.ts";
import { afterTheEnd, line, refusals, runtimeSuite } from "../../nn/test/suite/runtime.ts";
import { trainingSuite } from "../../nn/test/suite/training.ts";
import { ortAway, ortOn } from "./engines.ts";

const [engine, away] = await Promise.all([ortOn(2), ortAway(2)]);

describe("layers and losses: outputs and gradients are PyTorch's", () => {
  test.each([...convolutions, ...numericPoolings, ...poolings, ...numericNormalizations, ...normalizations])("$name", ({ check }) => check(engine));
  test.each(lossesOfTorch)("$name", ({ check }) => check(engine));
});

describe("the steps of all optimisers are PyTorch's", () => {
  test.each(optimizerCases)("$name", (of) => checkOptimizer(of, engine));
});

describe("small nets", () => {
  test.each(nets)("$name: every layer's output equals PyTorch's", (net) => checkOutputs(net, engine));
  test.each(nets)("$name: loss and gradients of every weight equal PyTorch's", (net) => checkGradients(net, engine));
  test.each(trajectories)("$title: 20 steps go PyTorch's way", ({ net, trajectory }) => checkSteps(net, trajectory, engine));
});

describe.each([["in the thread of the test", engine], ["in a worker", away]] as const)("%s", (_, on) => {
  describe("a runtime", () => {
    runtimeSuite(() => Promise.resolve(on), () => useBackend("cpu"));
  });

  describe("a training", () => {
    trainingSuite(() => Promise.resolve(on));
  });
});

describe("refuses in the words of every engine", () => {
  const wordsOf = async (on: Engine, of: Graph, ask: (net: Network) => Promise<unknown>): Promise<string> => {
    const net = await network(of, { engine: on });
    try {
      return await ask(net).then(() => "nothing was refused", String);
    } finally {
      net.dispose();
    }
  };

  test.each(refusals)("%s", async (_, of, ask) => {
    const words = await wordsOf(await useBackend("cpu"), of, ask);
    expect(words).toMatch(/Error: /);
    expect(await wordsOf(engine, of, ask)).toBe(words);
  });

  test("whatever is asked after the end", async () => {
    const net = await network(line, { engine });
    net.dispose();
    net.dispose();
    for (const ask of afterTheEnd) await expect(ask(net)).rejects.toThrow("line: the network has been disposed and cannot be used any more.");
  });
});

test("nothing of the suite is missing", () => {
  expect([convolutions, numericPoolings, poolings, numericNormalizations, normalizations, lossesOfTorch, optimizerCases, nets, trajectories].map(({ length }) => length)).toEqual([26, 15, 35, 30, 48, 21, 26, 5, 10]);
});
