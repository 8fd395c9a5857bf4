import { describe, expect, test } from "vitest";
import { sceneCaption } from "./caption.ts";
import { shapeScenes, type SceneFigure } from "./scenes.ts";

const data = shapeScenes({ train: 200, test: 40, seed: 3 });
const { images, figures, shape } = data.train;

describe("shapeScenes", () => {
  test("one, two and three figures, each about as often, and every class, colour and size", () => {
    expect(shape).toEqual([200, 64, 64, 3]);
    expect(images.length).toBe(200 * 64 * 64 * 3);
    for (const count of [1, 2, 3]) expect(figures.filter(({ length }) => length === count).length).toBeGreaterThan(45);
    const all = figures.flat();
    expect(new Set(all.map(({ label }) => label))).toEqual(new Set([0, 1, 2]));
    expect(new Set(all.map(({ colour }) => colour))).toEqual(new Set(["red", "green", "blue", "yellow"]));
    expect(new Set(all.map(({ size }) => size))).toEqual(new Set(["small", "large"]));
  });

  test("boxes lie in the picture, and in the middle of a circle's box is its colour", () => {
    const strongest: Readonly<Record<string, readonly number[]>> = { red: [0], green: [1], blue: [2], yellow: [0, 1] };
    figures.forEach((scene, i) => {
      for (const { box: [left, top, right, bottom], colour } of scene) {
        expect(Math.min(left, top, 64 - right, 64 - bottom)).toBeGreaterThanOrEqual(0);
        expect(right - left).toBeGreaterThan(7);
        const at = i * 64 * 64 * 3 + (Math.round((top + bottom) / 2) * 64 + Math.round((left + right) / 2)) * 3;
        const seen = [...images.subarray(at, at + 3)];
        expect(strongest[colour]).toContain(seen.indexOf(Math.max(...seen)));
      }
    });
  });

  test("a picture depends on the seed and its place, and a large figure is larger than a small one", () => {
    const fewer = shapeScenes({ train: 3, test: 0, seed: 3 });
    expect(fewer.train.figures).toEqual(figures.slice(0, 3));
    expect(Buffer.from(fewer.train.images).equals(images.subarray(0, 3 * 64 * 64 * 3))).toBe(true);
    expect(shapeScenes({ train: 3, test: 0, seed: 4 }).train.figures).not.toEqual(fewer.train.figures);
    expect(data.test.figures.slice(0, 3)).not.toEqual(fewer.train.figures);
    const circles = figures.flat().filter(({ label }) => label === 0);
    const widths = (of: string): number[] => circles.filter(({ size }) => size === of).map(({ box }) => box[2] - box[0]);
    expect(Math.max(...widths("small"))).toBeLessThan(Math.min(...widths("large")));
  });

  test("refuses more figures than find room", () => {
    expect(() => shapeScenes({ most: 4 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: shapeScenes: most must be a whole number of figures from 1 to 3. Received 4.]`);
  });
});

describe("sceneCaption", () => {
  const circle: SceneFigure = { label: 0, box: [2, 30, 26, 54], colour: "red", size: "large" };
  const square: SceneFigure = { label: 1, box: [40, 36, 50, 46], colour: "blue", size: "small" };
  const triangle: SceneFigure = { label: 2, box: [4, 2, 20, 18], colour: "green", size: "small" };
  const words = (...of: SceneFigure[]): string => sceneCaption(of).join(" ");

  test("tells of one figure, or of two from the left or from above, whatever their order", () => {
    expect(words(circle)).toBe("a large red circle");
    expect(words(circle, square)).toBe("a large red circle left of a small blue square");
    expect(words(square, circle)).toBe(words(circle, square));
    expect(words(circle, triangle)).toBe("a small green triangle above a large red circle");
  });

  test("refuses more", () => {
    expect(() => sceneCaption([circle, square, triangle])).toThrowErrorMatchingInlineSnapshot(`[RangeError: sceneCaption: a caption tells of one or two figures. Received 3. shapeScenes({ most: 2 }) draws no more.]`);
    expect(() => sceneCaption([])).toThrow("one or two figures");
  });
});
