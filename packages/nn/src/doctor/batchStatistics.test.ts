import { batchNormalization, dense, graph, relu } from "@convscope/core";
import { beforeAll, expect, test } from "vitest";
import { meanSquaredError } from "../losses/index.ts";
import { adam } from "../optimizers/index.ts";
import { checked, engine, found, surface } from "../../test/patients.ts";
import type { Subject } from "./subject.ts";

const net = graph("normalised", [3], { fc1: dense(8), bn: batchNormalization(), relu: relu(), fc3: dense(1) });
let subject: Subject;
beforeAll(async () => {
  subject = { engine: await engine(), graph: net, train: surface(320), loss: meanSquaredError(), optimizer: adam(), batchSize: 32, epochs: 5 };
}, 30_000);

test("nothing is found where batches and steps are many, or nothing is normalised by the batch", async () => {
  expect(await checked("batchStatistics", subject)).toMatchObject({ findings: [], measured: "32 samples in a batch; 50 steps in the whole training leave 0.5 % of the initial statistics" });
  const frozen = { ...subject, batchSize: 4, epochs: 1, trainable: ["fc3.weight", "fc3.bias"] };
  expect(await checked("batchStatistics", frozen)).toMatchObject({ made: false, findings: [] });
});

test("tiny batches and few steps are found", async () => {
  expect(await found("batchStatistics", { ...subject, batchSize: 4 })).toMatchInlineSnapshot(`
    [
      "suspect: batch normalisation over very few samples [bn]. 4 samples in a batch, through bn",
    ]
  `);
  // 0.9² of the first guess is left.
  expect(await found("batchStatistics", { ...subject, train: surface(64), epochs: 1 })).toMatchInlineSnapshot(`
    [
      "suspect: too few steps for the running statistics of batch normalisation [bn]. 2 steps in the whole training leave 81 % of the initial statistics",
    ]
  `);
});
