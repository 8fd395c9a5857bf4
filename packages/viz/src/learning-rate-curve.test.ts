import { describe, expect, it } from "vitest";
import { textBoxes } from "../test/layout.ts";
import { learningRateCurve } from "./learning-rate-curve.ts";

const texts = (svg: string): string[] => textBoxes(svg).map(({ what }) => what);
const search = { rates: [0.001, 0.01, 0.1, 1], losses: [2, 2.1, 0.9, 40], smoothed: [2, 2, 1, 9], suggestion: 0.01, diverged: 1 };

describe("learningRateCurve", () => {
  it("says in words what it shows", () => {
    expect(/<desc>(.*)<\/desc>/.exec(learningRateCurve(search))?.[1]).toMatchInlineSnapshot(`"4 learning rates from 0.001 to 1; the mean loss begins at 2 and is least, 1, at 0.1; it falls most steeply at 0.01; it goes astray at 1."`);
    expect(texts(learningRateCurve(search))).toEqual(expect.arrayContaining(["learning rate, logarithmic", "loss of a batch", "running mean", "steepest fall: 0.01"]));
  });

  it("leaves out losses that would flatten the rest, and the mark where nothing is suggested", () => {
    const svg = learningRateCurve({ ...search, suggestion: undefined, diverged: undefined });
    // Three batches that can be seen, and one in the legend.
    expect(svg.match(/<circle/g)).toHaveLength(4);
    expect(texts(svg).filter((text) => text.startsWith("steepest"))).toEqual([]);
  });

  it("refuses what does not fit together", () => {
    expect(() => learningRateCurve({ ...search, rates: [] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: learningRateCurve: there must be a rate to draw. Received none.]`);
    expect(() => learningRateCurve({ ...search, losses: [1] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: learningRateCurve: there must be a loss and a mean for each of the 4 rates. Received 1 and 4.]`);
  });
});
