import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readSafetensors } from "@convscope/exchange";
import { readGanCheckpoint, writeGanCheckpoint } from "../../../apps/cli/src/recipe/ganCheckpoint.ts";
import { readRecord } from "../../../apps/cli/src/recipe/record.ts";
import { packed } from "../../../apps/cli/src/run/arrayFile.ts";
import { readCheckpoint, writeCheckpoint } from "../../../apps/cli/src/run/checkpoint.ts";
import { readRun } from "../../../apps/cli/src/run/run.ts";
import { readTest } from "../../../apps/cli/src/run/tested.ts";
import { readSpec } from "../../../apps/cli/src/sweep/board.ts";
import { roundsOf, trialsOf } from "../../../apps/cli/src/sweep/trials.ts";
import { firstRecords, record } from "../../../packages/nn/src/callbacks/records.ts";
import { damaged } from "../damage.mjs";
import { misspelt, reshaped } from "../misspell.mjs";
import { utf8 } from "../seeds.mjs";

/** @typedef {import("../random.mjs").Random} Random */

/** @param {unknown} value */
const json = (value) => utf8(JSON.stringify(value, null, 2));

/** @param {readonly number[]} numbers */
const floats = (...numbers) => ({ shape: [numbers.length], data: Float32Array.from(numbers) });

const history = [{ epoch: 1, loss: 2.3, accuracy: 0.1, valLoss: 2.2, valAccuracy: 0.2, learningRate: 0.001 }, { epoch: 2, loss: 1.5, accuracy: 0.5, valLoss: null, valAccuracy: 0.4, learningRate: 0 }];
const optimizer = { steps: 3, scalars: { "fc.weight/step": 3 }, slots: { "fc.weight/exp_avg": floats(0.1, 0.2) } };
const weights = { "fc.weight": floats(1, 2), "fc.bias": floats(3) };

const run = {
  format: 1, status: "finished",
  config: { model: "logistic", data: "strokes", samples: { train: 60 }, epochs: 2, batch: 16, optimizer: { kind: "adam", learningRate: 0.01 }, schedule: "cosine", loss: { kind: "sparseCategoricalCrossentropy", classWeights: [1, 2] }, classWeights: "balanced", average: 0.9, log: ["jsonl"], backend: "simd" },
  data: { name: "strokes", checksum: "strokes:1:1:60:20", classes: ["0", "1"], inputShape: [28, 28, 1] },
  preprocessing: { scale: 1 / 255, standardise: { mean: [0.1], std: [0.2] } },
  backend: { engine: "tfjs", name: "simd", threads: 1 }, versions: { node: "20.19.0" }, changes: ["epochs 1 became 2 after epoch 1"], history,
  best: { epoch: 1, metric: "valAccuracy", value: 0.4 }, test: { loss: 1.4, accuracy: 0.5, macroF1: 0.5 }, imagesPerSecond: 1000, seconds: 3,
};
const recipe = {
  format: 1, recipe: "mlp-digits", status: "finished", settings: { epochs: 2, train: 64 }, seed: 1, data: [{ name: "strokes", checksum: "strokes:1:1:64:32" }], backend: { engine: "tfjs", name: "simd", threads: 1 }, versions: { node: "20.19.0" },
  stages: { "mlp-512": { history, ended: "stopped", reason: "enough", imagesPerSecond: 1000, trainingSeconds: 1 } }, measures: { accuracy: 0.9, gain: null }, seconds: 3,
};
const tested = { confusion: [[3, 1], [0, 4]], perClass: [{ class: "0", precision: 1, recall: 0.75, f1: 0.857, support: 4 }, { class: "1", precision: 0.8, recall: 1, f1: 0.889, support: 4 }] };
const sweeps = [
  { config: { model: "logistic", data: "strokes", epochs: 2 }, vary: { lr: [0.1, 0.01], "optimizer.kind": ["adam", "sgd"], batch: [16, 32] }, search: "grid", metric: "valLoss" },
  { config: { model: "logistic", epochs: 9 }, vary: { lr: { from: 1e-4, to: 1, scale: "log" }, batch: { from: 8, to: 64, whole: true }, seed: [1, 2] }, search: "halving", trials: 9, factor: 3, firstEpochs: 1, seed: 7 },
];

/** A JSON file in a folder called made. @param {string} name @param {readonly object[]} values @param {(folder: string) => unknown} read @param {RegExp} [subject] @returns {import("../parsers.mjs").Parser} */
const file = (name, values, read, subject = /made/) => async (folder) => {
  const made = join(folder, "made");
  mkdirSync(made, { recursive: true });
  const good = values.map(json);
  return {
    good, subject,
    vary: (random) => (random.chance(0.6) ? reshaped(good, random) : random.chance(0.5) ? misspelt(good, random) : damaged(good, random)),
    async read(bytes) {
      writeFileSync(join(made, name), bytes);
      return read(made);
    },
  };
};

/** A checkpoint: its bytes damaged, or what it tells beside its arrays. @param {(path: string) => Promise<void>} write @param {(path: string) => unknown} read @returns {import("../parsers.mjs").Parser} */
const checkpoint = (write, read) => async (folder) => {
  const path = join(folder, "made.safetensors");
  await write(path);
  const good = [new Uint8Array(readFileSync(path))];
  const { tensors, metadata } = readSafetensors(/** @type {Uint8Array} */ (good[0]), "good");
  const told = [utf8(metadata["checkpoint"] ?? "")];
  return {
    good, subject: /made/,
    vary: (random) => (random.chance(0.5) ? damaged(good, random) : packed(tensors, new TextDecoder().decode(random.chance(0.8) ? reshaped(told, random) : misspelt(told, random)))),
    async read(bytes) {
      writeFileSync(path, bytes);
      return read(path);
    },
  };
};

/** @type {import("../parsers.mjs").Parsers} */
export const trainings = {
  "run.json": file("run.json", [run], readRun),
  "recipe.json": file("recipe.json", [recipe], readRecord),
  "test.json": file("test.json", [tested], (folder) => readTest(folder, run)),
  sweep: file("sweep.json", sweeps, (folder) => {
    const spec = readSpec(join(folder, "sweep.json"));
    const trials = trialsOf(spec);
    return [trials, roundsOf(spec, trials.length)];
  }, /made|^sweep/),
  checkpoint: checkpoint(
    (path) => writeCheckpoint(path, { history: [{ epoch: 1, loss: 2.3, valLoss: NaN }], weights, optimizer, within: { steps: 2, sums: { samples: 32, sums: { accuracy: 9 } }, losses: { fc: { sum: 60, total: 32, last: 1.9 } } }, average: { steps: 5, weights }, best: { epoch: 1, weights } }),
    readCheckpoint,
  ),
  "gan-checkpoint": checkpoint(
    (path) => writeGanCheckpoint(path, { state: { history: [{ epoch: 1, discriminatorLoss: 1, generatorLoss: 2, realScore: 0.5, madeScore: 0.4 }], generator: weights, discriminator: weights, optimizers: { generator: optimizer, discriminator: optimizer }, average: { steps: 5, weights } }, kept: { "epoch 1": floats(0.5) } }),
    readGanCheckpoint,
  ),
  // Whole records are kept, and else nothing: no file of it is refused.
  tensorboard: async () => {
    const good = [[1, 2, 3], [4, 5, 6]].map((lengths) => lengths.reduce((bytes, length) => Uint8Array.from([...bytes, ...record(new Uint8Array(length).fill(length))]), new Uint8Array()));
    return {
      good, vary: (random) => damaged(good, random), subject: /made/,
      async read(bytes) {
        const records = firstRecords(bytes, 3);
        // It refuses by giving nothing, and the log is written anew.
        if (!records) throw Object.assign(new Error("made: does not have three whole records."), { name: "DataError" });
        return records;
      },
    };
  },
};
