import { expect, test } from "vitest";
import { drawing, markedDrawing } from "./drawings.ts";
import { pipelineOf, previews, sampleOf, sheetPicture } from "./previews.ts";

const shape = [48, 48, 3] as const;

test("words, steps, and what is neither", () => {
  expect(pipelineOf("flip,rotate:20", shape).map(({ kind }) => kind)).toEqual(["mirror", "rotate"]);
  expect(pipelineOf('["mirror", {"kind": "blur", "p": 0.5}]', shape)).toMatchObject([{ kind: "mirror", p: 0.5 }, { kind: "blur", p: 0.5 }]);
  expect(pipelineOf(" ", shape)).toEqual([]);
  expect(() => pipelineOf("flop", shape)).toThrow(/Did you mean "flip"/);
  expect(() => pipelineOf("flip,cutmix", shape)).toThrowErrorMatchingInlineSnapshot(`[RangeError: cutmix mixes several pictures with each other and their labels: it is shown by itself, below.]`);
  expect(() => pipelineOf("[1", shape)).toThrowErrorMatchingInlineSnapshot(`[RangeError: The steps begin like JSON and are none. Received [1]`);
});

test("each draw by its place; marks go along", () => {
  const sample = sampleOf(markedDrawing("square"), true);
  const [left = 0, , right = 0] = sample.boxes ?? [];
  const [first, second] = previews(sample, pipelineOf('[{"kind": "mirror", "p": 1}]', shape), 1, 2);
  expect([first?.told, second?.told]).toEqual(["mirror", "mirror"]);
  expect([first?.sample.boxes?.[0], first?.sample.keypoints?.[0]]).toEqual([48 - right, 48 - (left + right) / 2]);
  expect(sampleOf(markedDrawing("square"), false)).toEqual({ image: { shape, data: drawing("square").image } });
  const told = (count: number): string[] => previews(sample, pipelineOf("rotate", shape), 1, count).map((one) => one.told);
  expect(told(5).slice(0, 3)).toEqual(told(3));
  expect(previews(sample, [], 1, 1)[0]?.told).toBe("unchanged");
});

test("floats are shown cut, and their range is said", () => {
  const [one] = previews(sampleOf(markedDrawing("digit 3"), true), pipelineOf('[{"kind": "normalize", "mean": [0.5], "std": [0.25]}]', [28, 28, 1]), 1, 1);
  expect(sheetPicture(one?.sample ?? sampleOf(markedDrawing("digit 3"), true), "as it is").caption).toMatch(/^as it is \(−2 … [\d.]+, cut to 0 … 1\)$/);
});
