import { heatmapOverlay } from "@convscope/viz";
import { expect, test } from "vitest";
import { attributionsOf, explainedPictures, mapSide, sanityRows, sanitySteps, scoresOf } from "./attributions.ts";
import { fitting } from "./recorded.ts";

const similarities = (name: string): readonly number[] => sanityRows.find((row) => row.name === name)?.similarities ?? [];

test("what the lesson says of the sanity checks is what its table shows", () => {
  const [cam, guided, saliency, edges] = ["Grad-CAM", "guided backpropagation", "saliency", "edges of the picture"].map(similarities);
  const last = sanitySteps.length - 1;
  expect(sanitySteps[2]).toBe("four.conv");
  expect([cam?.[0]?.toFixed(2), cam?.[2]?.toFixed(2)]).toEqual(["0.57", "0.11"]);
  expect(cam?.slice(3).every((one) => Math.abs(one) < 0.06)).toBe(true);
  expect(guided?.map((one, i) => one > (saliency?.[i] ?? 1))).toEqual(sanitySteps.map((_, i) => i < last));
  expect([guided?.[last]?.toFixed(2), saliency?.[last]?.toFixed(2)]).toEqual(["0.09", "0.19"]);
  expect(edges?.every((one) => one > 0.99)).toBe(true);
});

test("of the first picture the network is unsure, and a sum of 50 steps misses the integral a little", () => {
  expect(scoresOf(0, "trained")).toBe("Explained is the score of square, −0.575. A black picture has −0.375; integrated gradients, a sum over 50 steps, add up to −0.2165; the integral would give the difference, −0.2.");
  expect(scoresOf(1, "trained")).toMatch(/add up to 6\.625; the integral would give the difference, 6\.688\.$/);
  expect(explainedPictures).toBe(6);
});

test.each([300, 580, 640, 760])("all four names are whole at %i px", (width) => {
  const svg = heatmapOverlay(attributionsOf(0, "trained"), { title: "", view: "overlay", width: fitting(width), side: mapSide(width) });
  for (const name of ["occlusion", "saliency", "integrated gradients", "Grad-CAM"]) expect(svg).toContain(`>${name}<`);
  expect(Number(/width="(\d+)/.exec(svg)?.[1])).toBeLessThanOrEqual(width + 20);
});
