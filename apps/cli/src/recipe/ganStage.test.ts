import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { batchNormalization, dense, dropout, graph, relu } from "@convscope/core";
import { adam, arrayData, network } from "@convscope/nn";
import { program } from "@convscope/recipes";
import pc from "picocolors";
import { expect, test } from "vitest";
import { folder } from "../../test/run.ts";
import { carryOut, type Carried } from "./run.ts";

const numbers = arrayData({ inputs: { input: { shape: [20, 1], data: Float32Array.from({ length: 20 }, (_, i) => 3 + Math.sin(i * i)) } }, targets: {} });

/** Learns to make numbers around 3, and keeps of each epoch one that it made. */
const making = program({
  name: "making", title: "Making", task: "generation", teaches: "Numbers.", data: [], minutes: 0, settings: { epochs: 3 }, expected: [],
  async run(bench, { epochs }) {
    const { engine, seed, signal } = bench;
    const generator = await network(graph("makes", { noise: [2] }, { fc1: dense(4), bn: batchNormalization(), relu: relu(), fc2: dense(1) }), { engine, seed });
    const discriminator = await network(graph("tells", [1], { fc1: dense(4), relu: relu(), drop: dropout(0.2), fc2: dense(1) }), { engine, seed });
    try {
      const optimizer = adam({ learningRate: 0.01 });
      const { history, kept } = await bench.gan("generator", { generator, discriminator, data: numbers, epochs, batchSize: 4, average: { decay: 0.9 }, optimizers: { generator: optimizer, discriminator: optimizer } },
        async ({ epoch }) => ({ [`number ${epoch}`]: await generator.predict({ shape: [1, 2], data: Float32Array.of(1, -1) }) }));
      bench.say("all made");
      signal.throwIfAborted();
      return {
        measures: { ...Object.fromEntries(history.map(({ epoch, generatorLoss }) => [`loss ${epoch}`, generatorLoss])), ...Object.fromEntries(Object.entries(kept).map(([name, { data }]) => [name, data[0] ?? NaN])) },
        figures: {},
        networks: { generator: { graph: generator.graph, weights: await generator.weights() }, discriminator: { graph: discriminator.graph, weights: await discriminator.weights() } },
        histories: {},
      };
    } finally {
      generator.dispose();
      discriminator.dispose();
    }
  },
});

async function perform(cwd: string, { stopAfter, resume = false }: { readonly stopAfter?: string; readonly resume?: boolean } = {}): Promise<Carried & { readonly said: string }> {
  const controller = new AbortController();
  const plain = pc.createColors(false);
  let said = "";
  const err = (text: string): void => {
    said += text;
    if (stopAfter !== undefined && said.includes(stopAfter)) controller.abort();
  };
  const carried = await carryOut({ out: () => undefined, err, interactive: false, columns: 80, env: {}, cwd, signal: controller.signal, colors: plain, errorColors: plain }, making, { settings: {}, backend: "cpu" }, { folder: join(cwd, "run"), numbered: false }, resume);
  return { ...carried, said };
}
const weights = ({ folder: path }: Carried): readonly Buffer[] => ["generator", "discriminator"].map((net) => readFileSync(join(path, "networks", net, "weights.safetensors")));

test("a generator's training goes on after its last epoch, to the bit, with what was kept of earlier ones; a finished one is not repeated", { timeout: 60_000 }, async () => {
  const whole = await perform(folder());
  expect(Object.keys(whole.outcome?.measures ?? {})).toEqual(["loss 1", "loss 2", "loss 3", "number 1", "number 2", "number 3"]);
  const cwd = folder();
  const first = await perform(cwd, { stopAfter: "epoch 1/3" });
  expect([first.record.status, readdirSync(join(first.folder, "stages"))]).toEqual(["interrupted", ["generator.safetensors"]]);
  const second = await perform(cwd, { resume: true, stopAfter: "all made" });
  expect(second.record.status).toBe("interrupted");
  expect(second.said).toMatch(/\ngenerator, going on after epoch 1\nepoch 2\/3 .*\nepoch 3\/3 .*\nall made\n$/);
  const last = await perform(cwd, { resume: true });
  expect(last.said).toMatch(/\ngenerator, going on after epoch 3\nall made\n$/);
  expect(last.outcome?.measures).toEqual(whole.outcome?.measures);
  expect(weights(last)).toEqual(weights(whole));
});

test("a damaged checkpoint is told of", async () => {
  const cwd = folder();
  const { folder: path } = await perform(cwd, { stopAfter: "epoch 1/3" });
  const file = join(path, "stages", "generator.safetensors");
  const bytes = readFileSync(file);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  writeFileSync(file, bytes);
  await expect(perform(cwd, { resume: true })).rejects.toThrow("arrays, all as they were written. Received what has another checksum. The file is damaged; delete it to begin again.");
});
