import { conv2d, graph, maxPooling2d, receptiveFields, relu } from "@convscope/core";
import { expect, test } from "vitest";
import { attributionsOf, boxShare, explainedPicture, explainedPictures, sanityLines, sanitySteps, scoresOf, shareInBox } from "./attributions.ts";
import { drawnFor, drawnNodes, firstKernels, insideLayers, mapsOf, patchChannels, patchesOf } from "./inside.ts";
import { autoencoderError, between, explainedOf, neighboursOf, pointsOf, sameClassOf } from "./latent.ts";
import { nth, unpacked } from "./recorded.ts";

test("numbers come back from their bytes", () => {
  expect([...unpacked({ shape: [3], most: 51, signed: false, bytes: "AAX/" }).data]).toEqual([0, 1, 51]);
  const { data } = unpacked({ shape: [3], most: 2, signed: true, bytes: Buffer.from(Int8Array.of(-127, 0, 127).buffer).toString("base64") });
  expect([...data]).toEqual([-2, 0, 2]);
  expect([...nth({ shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) }, 1).data]).toEqual([3, 4]);
});

test("what a unit of each layer sees is what its net says", () => {
  const convolved = { conv: conv2d(4, 3, { padding: 1 }), relu: relu() };
  const net = graph("finder", [32, 32, 3], { one: { unit: convolved, pool: maxPooling2d(2) }, two: { unit: convolved, pool: maxPooling2d(2) }, three: convolved, four: convolved });
  const { fields } = receptiveFields(net);
  for (const { node, field } of insideLayers) expect(fields.get(node), node).toMatchObject([{ size: field }, { size: field }]);
});

test("kernels, maps, patches in the order of their answers, and drawn pictures", () => {
  expect(firstKernels("trained").shape).toEqual([3, 3, 3, 12]);
  expect(insideLayers.map(({ node }) => mapsOf(node, 1).maps.shape)).toEqual([[32, 32, 12], [16, 16, 24], [8, 8, 32], [8, 8, 32]]);
  for (const { node, field } of insideLayers)
    for (const channel of patchChannels) {
      const patches = patchesOf(node, channel, false);
      expect(patches.length).toBe(6);
      const values = patches.map(({ caption }) => Number(caption));
      expect(values).toEqual(values.toSorted((a, b) => b - a));
      for (const { shape } of patches) expect(Math.max(...shape.slice(0, 2))).toBeLessThanOrEqual(field);
    }
  expect(patchesOf("four.relu", 0, true)[0]?.shape).toEqual([32, 32, 3]);
  for (const node of drawnNodes)
    for (const { caption } of drawnFor(node)) {
      const [before = NaN, after = NaN] = /: (.+) → (.+)$/.exec(caption.replaceAll("−", "-"))?.slice(1).map(Number) ?? [];
      expect(after, caption).toBeGreaterThan(before);
    }
});

test("attributions: shares lie between nothing and all, and a trained Grad-CAM finds the figure better than chance", () => {
  const shares = Array.from({ length: explainedPictures }, (_, i) => [shareInBox(i, "trained", "Grad-CAM"), boxShare(i)] as const);
  for (const [share, chance] of shares) expect(share).toBeGreaterThan(chance);
  expect(attributionsOf(0, "untrained").map(({ map }) => map.shape)).toEqual([[32, 32], [32, 32], [32, 32], [8, 8]]);
  expect(explainedPicture(0).caption).toMatch(/circle|square|triangle/);
  expect(scoresOf(0, "trained")).toMatch(/integrated gradients, a sum over 50 steps, add up to/);
});

test("the sanity check: edges stay, Grad-CAM does not", () => {
  const last = (name: string): number => sanityLines.find((one) => one.name === name)?.points.at(-1)?.[1] ?? NaN;
  expect(last("edges of the picture")).toBe(1);
  expect(Math.abs(last("Grad-CAM"))).toBeLessThan(0.1);
  expect(sanitySteps).toHaveLength(9);
});

test("pictures lie by class in the features, and by less in the pixels", () => {
  expect(sameClassOf("features")).toBeGreaterThan(0.95);
  expect(sameClassOf("pixels")).toBeLessThan(0.5);
  expect(pointsOf("features", "tsne").points.length).toBe(600);
  expect(explainedOf("pixels").every((share) => share > 0 && share < 1)).toBe(true);
  expect(neighboursOf("features", 0)).toHaveLength(6);
});

test("between two digits: pixels are mixed, codes are decoded, and the way back is the same", () => {
  const [there, back] = [between(0, 7), between(7, 0)];
  expect(there.latent.map(({ image }) => image)).toEqual(back.latent.map(({ image }) => image).toReversed());
  expect(there.pixels).toHaveLength(9);
  expect(autoencoderError).toBeLessThan(0.02);
  expect(() => between(3, 3)).toThrowErrorMatchingInlineSnapshot(`[RangeError: Choose two different digits of 0, 1, 3, 4, 7.]`);
});
