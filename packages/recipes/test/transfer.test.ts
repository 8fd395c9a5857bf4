import { simd } from "@convscope/backend-simd";
import { strokes } from "@convscope/datasets";
import { tfjsLoader, useBackend } from "@convscope/nn";
import { expect, test } from "vitest";
import { workbench } from "../src/index.ts";
import { drawMarks } from "../src/pictures/marks.ts";
import { transferPictures } from "../src/pictures/transfer.ts";

test("marks depend on the seed, the part and their place alone, each class in turn", () => {
  const [few, more] = [drawMarks(3, 1, "train"), drawMarks(7, 1, "train")];
  expect(few.shape).toEqual([3, 28, 28, 1]);
  expect([...more.labels]).toEqual([0, 1, 2, 0, 1, 2, 0]);
  expect(more.images.subarray(0, few.images.length)).toEqual(few.images);
  for (const other of [drawMarks(3, 2, "train"), drawMarks(3, 1, "test")]) expect(other.images).not.toEqual(few.images);
});

test("the four ways are trained on the same pictures, and measured", { timeout: 120_000 }, async () => {
  const engine = await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 });
  const bench = workbench({ engine, seed: 1, data: async (_name, samples) => strokes(samples) });
  const { measures, figures, networks, histories, table } = await transferPictures.run(bench, { pretraining: 64, pretrainingEpochs: 1, few: 3, fewEpochs: 3, many: 8, manyEpochs: 1, test: 30 });
  for (const name of ["pretrained", "scratch", "probe", "head", "fineTuned", "scratchMany", "probeMany", "headMany", "fineTunedMany"]) {
    expect(measures[name]).toBeGreaterThanOrEqual(0);
    expect(measures[name]).toBeLessThanOrEqual(1);
  }
  expect(measures["gain"]).toBeCloseTo((measures["fineTuned"] ?? NaN) - (measures["scratch"] ?? NaN), 12);
  expect(Object.keys(histories)).toEqual(["pretraining", "3 of each, scratch", "3 of each, head", "3 of each, fineTuned", "8 of each, scratch", "8 of each, head", "8 of each, fineTuned"]);
  for (const figure of Object.values(figures)) expect(figure).toMatch(/^<svg [^]*<\/svg>\n$/);
  expect(table?.map((row) => row.length)).toEqual([4, 4, 4, 4, 4]);
  // All but the one from scratch begin with the weights that have read digits; the head alone leaves them as they were.
  const [head, tuned] = [networks["head"]?.weights["conv1.weight"], networks["fineTuned"]?.weights["conv1.weight"]];
  expect(head?.shape).toEqual([3, 3, 1, 8]);
  expect(tuned).not.toEqual(head);
});
