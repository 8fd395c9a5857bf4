import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { dense, dropout, graph, relu } from "@convscope/core";
import { adam, arrayData, meanSquaredError, network } from "@convscope/nn";
import { program } from "@convscope/recipes";
import pc from "picocolors";
import { expect, test } from "vitest";
import { folder, refusal, run, words } from "../../test/run.ts";
import type { Terminal } from "../terminal.ts";
import { carryOut, type Carried } from "./run.ts";

const net = graph("net", [2], { hidden: dense(4), relu: relu(), drop: dropout(0.2), out: dense(1) });
const points = Float32Array.from({ length: 40 }, (_, i) => Math.sin(i * i));
const sums = Float32Array.from({ length: 20 }, (_, i) => (points[2 * i] ?? 0) + (points[2 * i + 1] ?? 0));
const data = arrayData({ inputs: { input: { shape: [20, 2], data: points } }, targets: { out: { shape: [20, 1], data: sums } } });

/** Learns to add, and then goes on with what it has learned at a smaller rate. */
const adding = program({
  name: "adding", title: "Adding", task: "regression", teaches: "Sums.", data: [], minutes: 0, settings: { epochs: 3 },
  expected: [{ measure: "loss", atMost: 10 }, { measure: "stages", atLeast: 3 }],
  async run(bench, { epochs }) {
    const one = await network(net, { engine: bench.engine, seed: bench.seed });
    try {
      const histories: Record<string, readonly { readonly epoch: number; readonly loss: number }[]> = {};
      for (const [stage, learningRate] of [["first", 0.01], ["second", 0.001]] as const)
        histories[stage] = (await bench.fit(stage, one, data, { loss: meanSquaredError(), optimizer: adam({ learningRate }), epochs, batchSize: 4 })).history;
      return { measures: { loss: histories["second"]?.at(-1)?.loss ?? NaN, stages: 2 }, figures: { dot: "<svg xmlns='http://www.w3.org/2000/svg' width='2' height='2'/>" }, networks: { net: { graph: net, weights: await one.weights() } }, histories };
    } finally {
      one.dispose();
    }
  },
});

function perform(cwd: string, { stopAfter, resume = false, ...rest }: { readonly stopAfter?: string; readonly resume?: boolean; readonly settings?: { readonly [name: string]: number } } = {}): Promise<Carried> {
  const controller = new AbortController();
  let said = "";
  const plain = pc.createColors(false);
  const terminal: Terminal = {
    out: () => undefined, interactive: false, columns: 80, env: {}, cwd, signal: controller.signal, colors: plain, errorColors: plain,
    err: (text) => {
      said += text;
      if (stopAfter !== undefined && said.includes(stopAfter)) controller.abort();
    },
  };
  return carryOut(terminal, adding, { settings: {}, backend: "cpu", ...rest }, { folder: join(cwd, "run"), numbered: false }, resume);
}
const weights = ({ folder: path }: Carried): Buffer => readFileSync(join(path, "networks", "net", "weights.safetensors"));

test("a recipe that is interrupted goes on where it was, and ends as one that was not", async () => {
  const whole = await perform(folder());
  expect(whole.verdicts.map(({ measure, met }) => [measure, met])).toEqual([["loss", true], ["stages", false]]);
  expect(readdirSync(whole.folder).sort()).toEqual(["dot.png", "dot.svg", "networks", "recipe.json"]);
  const cwd = folder();
  const first = await perform(cwd, { stopAfter: "epoch 2/3" });
  expect([first.record.status, Object.keys(first.record.stages)]).toEqual(["interrupted", []]);
  const second = await perform(cwd, { resume: true, stopAfter: "second\nepoch 1/3" });
  expect([second.record.status, Object.keys(second.record.stages)]).toEqual(["interrupted", ["first"]]);
  const last = await perform(cwd, { resume: true });
  expect(last.outcome?.histories).toEqual(whole.outcome?.histories);
  expect(weights(last)).toEqual(weights(whole));
  expect(existsSync(join(last.folder, "stages"))).toBe(false);
});

test("with settings of one's own nothing is expected; other settings, and what is finished, are not gone on with", async () => {
  const cwd = folder();
  const { verdicts, record } = await perform(cwd, { settings: { epochs: 1 } });
  expect([verdicts, record.settings, record.measures]).toEqual([[], { epochs: 1 }, { loss: expect.any(Number) as number, stages: 2 }]);
  await expect(perform(cwd, { resume: true })).rejects.toThrow("the recipe is finished. Carry it out again into another --out.");
  const half = folder();
  await perform(half, { stopAfter: "epoch 1/3" });
  await expect(perform(half, { resume: true, settings: { epochs: 9 } })).rejects.toThrow("a recipe goes on with its own settings. Received another epochs. Leave it out, or begin anew in another --out.");
  await expect(perform(folder(), { settings: { epoch: 9 } })).rejects.toThrowErrorMatchingInlineSnapshot(`[UsageError: adding has no setting "epoch". It has: epochs (3).]`);
});

test("recipes are listed, told and refused by name", async () => {
  const { out } = await run(["recipes", "strokes"]);
  expect(out).toMatchInlineSnapshot(`
    "strokes: The lecture's MNIST net on drawn digits

    task      classification
    teaches   A small convolutional network tells ten kinds of drawn strokes apart
              after seeing each a few hundred times. It needs no download.
    data      strokes
    settings  model mnist-cnn, data strokes, epochs 3
    expected  accuracy ≥ 0.95
    takes     about 1 min 0 s on two cores

    Carry it out: convscope train strokes
    "
  `);
  expect((await run(["recipes"])).out).toMatch(/^name +task +data +expected +minutes\n(.+\n)*strokes +classification +strokes +accuracy ≥ 0\.95 +1\n/);
  expect((await run(words("recipes strokes --json"))).json<object[]>()).toMatchObject([{ name: "strokes", kind: "training" }]);
  expect(await refusal("recipes stroke")).toMatch(/^1 error: there is no recipe "stroke". Did you mean "strokes"\?/);
  expect(await refusal("train mnist-cnn --set epochs=3")).toMatchInlineSnapshot(`"2 error: --set is for recipes that have settings of their own; convscope recipes lists them."`);
});

test("a recipe that is a configuration is a training like any other, and says nothing where it was changed", async () => {
  const cwd = folder();
  const { json, status } = await run(words("train strokes --samples 60 --test-samples 20 --epochs 1 --json --backend cpu"), { cwd });
  expect([status, json()]).toMatchObject([0, { model: "mnist-cnn", epochs: 1, run: join(cwd, "runs", "strokes") }]);
  expect(json()).not.toHaveProperty("expected");
}, 120_000);

test("a recipe that is a program is trained by name too, and refuses what it has no setting for", async () => {
  const cwd = folder();
  const { json, status } = await run(words("train perceptron-rule --json --backend cpu"), { cwd });
  expect([status, json()]).toMatchObject([0, { recipe: "perceptron-rule", measures: { andWrong: 0 } }]);
  expect(await refusal("train perceptron-rule --no-doctor")).toMatch(/^2 error: the recipe perceptron-rule has settings of its own, and none called doctor\. /);
});
