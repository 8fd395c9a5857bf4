import { shapeScenes } from "@convscope/datasets";
import { expect, test } from "vitest";
import { slidingBoxes } from "./anchors.ts";
import { boxOffset, classScore } from "./detector.ts";
import { regionData } from "./regionData.ts";

const scenes = shapeScenes({ train: 6, test: 0 });
const data = regionData(scenes, slidingBoxes(64, 64, [12, 17, 24]), 16, 1);
const all = Uint32Array.from([0, 1, 2, 3, 4, 5]);

test("up to a quarter of the regions belong to figures, and just these four offsets of each of them count", async () => {
  const { inputs, targets } = await data.batch(all, 1);
  const labels = targets[classScore]?.data ?? [];
  const counts = inputs["counts"]?.data ?? [];
  expect(targets[classScore]?.shape).toEqual([6, 16]);
  expect(inputs["boxes"]?.shape).toEqual([6, 16, 4]);
  for (let i = 0; i < 6; i++) {
    const own = Array.from(labels.slice(i * 16, (i + 1) * 16));
    expect(own.filter((label) => label > 0).length).toBeLessThanOrEqual(4);
    // Each true box is a candidate.
    expect(own.filter((label) => label > 0).length).toBeGreaterThan(0);
  }
  labels.forEach((label, region) => {
    const row = Array.from(counts.slice(region * 16, (region + 1) * 16));
    expect(row).toEqual(Array.from({ length: 16 }, (_, k) => Number(label > 0 && Math.floor(k / 4) === label)));
  });
  const offsets = targets[boxOffset]?.data ?? [];
  offsets.forEach((offset, at) => {
    if (counts[at] === 0) expect(offset).toBe(0);
  });
});

test("regions are others in each epoch, and the same when it is asked for again", async () => {
  const boxes = async (epoch: number): Promise<unknown> => (await data.batch(all, epoch)).inputs["boxes"]?.data;
  expect(await boxes(1)).toEqual(await boxes(1));
  expect(await boxes(2)).not.toEqual(await boxes(1));
});
