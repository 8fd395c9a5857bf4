import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { dense, dropout, graph } from "@convscope/core";
import { adam, arrayData, earlyStopping, meanSquaredError, network, type Callback } from "@convscope/nn";
import { program, type ProgramRecipe } from "@convscope/recipes";
import pc from "picocolors";
import { expect, test } from "vitest";
import { folder } from "../../test/run.ts";
import { carryOut, type Carried } from "./run.ts";

const net = graph("net", [2], { hidden: dense(4), drop: dropout(0.2), out: dense(1) });
const points = Float32Array.from({ length: 40 }, (_, i) => Math.sin(i * i));
const data = arrayData({ inputs: { input: { shape: [20, 2], data: points } }, targets: { out: { shape: [20, 1], data: points.slice(0, 20) } } });

/** Ends its stage by itself, after the second of nine epochs. */
const ending = (...callbacks: readonly Callback[]): ProgramRecipe =>
  program({
    name: "ending", title: "Ending", task: "regression", teaches: "When to stop.", data: [], minutes: 0, settings: {}, expected: [],
    async run(bench) {
      const one = await network(net, { engine: bench.engine, seed: bench.seed });
      try {
        const { history, reason = "none" } = await bench.fit("stage", one, data, { loss: meanSquaredError(), optimizer: adam({ learningRate: 0.01 }), epochs: 9, batchSize: 4, callbacks });
        bench.say(`ended: ${reason}`);
        return { measures: { epochs: history.length }, figures: {}, networks: { net: { graph: net, weights: await one.weights() } }, histories: { stage: history } };
      } finally {
        one.dispose();
      }
    },
  });

interface Performed {
  readonly resume?: boolean;
  /** Told each line. */
  readonly onSaid?: (text: string, stop: () => void) => void;
}

function perform(recipe: ProgramRecipe, path: string, { resume = false, onSaid }: Performed = {}): Promise<Carried> {
  const controller = new AbortController();
  const plain = pc.createColors(false);
  return carryOut(
    { out: () => undefined, err: (text) => onSaid?.(text, () => { controller.abort(); }), interactive: false, columns: 80, env: {}, cwd: path, signal: controller.signal, colors: plain, errorColors: plain },
    recipe, { settings: {}, backend: "cpu" }, { folder: path, numbered: false }, resume,
  );
}

test.each<[string, Callback]>([
  ["a callback of its own", { onEpochEnd: ({ epoch }) => (epoch === 2 ? { stop: "two are enough" } : undefined) }],
  // A loss that only a fall of 100 would better.
  ["early stopping", earlyStopping({ monitor: { metric: "loss", mode: "min" }, minDelta: 100, patience: 1, restore: false })],
])("a stage that %s ends takes no epoch more where it was killed or interrupted just then", async (_, callback) => {
  const cwd = folder();
  const [recipe, whole, killed, interrupted] = [ending(callback), join(cwd, "whole"), join(cwd, "killed"), join(cwd, "interrupted")];
  // The folder at the moment in which the epoch is told is what a killed process leaves.
  const first = await perform(recipe, whole, { onSaid: (text) => { if (text.startsWith("epoch 2/9")) cpSync(whole, killed, { recursive: true }); } });
  expect(first.record.measures).toEqual({ epochs: 2 });
  expect((await perform(recipe, interrupted, { onSaid: (text, stop) => { if (text.startsWith("epoch 2/9")) stop(); } })).record).toMatchObject({ status: "interrupted", stages: { stage: { ended: "stopped" } } });
  rmSync(join(killed, ".lock"), { recursive: true });
  for (const path of [killed, interrupted]) {
    const { outcome } = await perform(recipe, path, { resume: true });
    expect(outcome).toEqual(first.outcome);
  }
});
