import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textBoxes } from "../test/layout.ts";
import { history } from "../test/samples.ts";
import { smoothed } from "./history.ts";
import { compareTrainings, trainingCurves } from "./training-curves.ts";

const texts = (svg: string): string[] => textBoxes(svg).map(({ what }) => what);
const description = (svg: string): string => /<desc>(.*)<\/desc>/.exec(svg)?.[1] ?? "";
const lines = (svg: string): string[] => Array.from(svg.matchAll(/<path d="([^"]*)" fill="none"/g), ([, d = ""]) => d);

const two = [
  { epoch: 1, loss: 0.5, accuracy: 0.8, valLoss: 0.4, valAccuracy: 0.85 },
  { epoch: 2, loss: 0.25, accuracy: 0.9, valLoss: 0.3, valAccuracy: 0.88 },
];

describe("trainingCurves", () => {
  it("says in words what it shows", () => {
    expect(description(trainingCurves(two))).toMatchInlineSnapshot(`"2 epochs: training loss from 0.5 to 0.25, validation loss from 0.4 to 0.3, training accuracy from 80.00 % to 90.00 % and validation accuracy from 85.00 % to 88.00 %. Best: epoch 2, highest validation accuracy."`);
    expect(texts(trainingCurves(two))).toContain("best: epoch 2, highest validation accuracy 88.00\u00a0%");
  });

  it("says that an epoch was kept only where it is told so", () => {
    const svg = trainingCurves(two, { best: 1, kept: true });
    expect(description(svg)).toMatch(/ Kept: epoch 1\.$/);
    expect(description(trainingCurves(two, { best: 1 }))).toMatch(/ Marked: epoch 1\.$/);
    expect(texts(trainingCurves(two, { kept: true }))).toContain("kept: epoch 2, highest validation accuracy 88.00\u00a0%");
    const runs = [{ name: "a", history: two }, { name: "b", history: two }];
    expect(texts(compareTrainings(runs, { best: 1 })).join(" ")).toContain("Rings: the epoch marked.");
    expect(texts(compareTrainings(runs, { best: 1, kept: true })).join(" ")).toContain("Rings: the epoch kept.");
  });

  it("says how the marked epoch was chosen where that is known", () => {
    const byLoss = texts(trainingCurves(two, { best: 1, chosenBy: "valLoss", kept: true, note: "Training values are means." }));
    expect(byLoss).toEqual(expect.arrayContaining(["kept: epoch 1, lowest validation loss 0.4", "epoch 1: 85.00\u00a0%", "Training values are means."]));
    expect(texts(trainingCurves(two, { best: 1 }))).toEqual(expect.arrayContaining(["epoch 1: 0.4", "epoch 1: 85.00\u00a0%"]));
    expect(texts(trainingCurves(two, { best: "valLoss", width: 240 }))).toContain("epoch 2: 0.3");
  });

  it("leaves out what was not measured", () => {
    const svg = trainingCurves([{ epoch: 1, loss: 0.5 }, { epoch: 2, loss: 0.4 }]);
    expect(texts(svg)).not.toContain("Accuracy");
    expect(texts(svg)).not.toContain("validation");
    expect(lines(svg)).toHaveLength(1);
  });

  it("breaks a line where a training diverged, and draws a value that stands alone", () => {
    const values = [0.5, Number.NaN, 0.4, ...Array.from({ length: 20 }, () => Number.NaN)];
    const svg = trainingCurves(values.map((loss, i) => ({ epoch: i + 1, loss })));
    expect(lines(svg)[0]?.match(/M/g)).toHaveLength(2);
    expect(svg.match(/<circle/g)).toHaveLength(2);
  });

  it("puts equal ratios at equal distances on the logarithmic scale", () => {
    const d = lines(trainingCurves([0.8, 0.4, 0.2].map((loss, i) => ({ epoch: i + 1, loss })), { lossScale: "log" }))[0] ?? "";
    const [a = 0, b = 0, c = 0] = Array.from(d.matchAll(/,([\d.]+)/g), ([, y]) => Number(y));
    expect(b - a).toBeCloseTo(c - b, 1);
    expect(b - a).toBeGreaterThan(10);
  });

  it("shows the learning rate where it changes", () => {
    const [one, other] = two as [(typeof two)[0], (typeof two)[0]];
    const svg = trainingCurves([{ ...one, learningRate: 0.1 }, { ...other, learningRate: 0.025 }]);
    expect(texts(svg)).toContain("Learning rate at the end of each epoch");
    expect(description(svg)).toMatch(/ The learning rate from 0\.1 to 0\.025\.$/);
    expect(lines(svg)).toHaveLength(lines(trainingCurves(two)).length + 1);
    const constant = two.map((row) => ({ ...row, learningRate: 0.1 }));
    expect(trainingCurves(constant)).toBe(trainingCurves(two));
  });

  it("refuses an empty history and wrong options", () => {
    const log2: object = { lossScale: "log2" };
    expect(() => trainingCurves([])).toThrowErrorMatchingInlineSnapshot(`[RangeError: trainingCurves: the history must hold at least one epoch. Received none. Train first, or pass the history of a run's run.json.]`);
    expect(() => trainingCurves([{ epoch: 0.5, loss: 1 }])).toThrowErrorMatchingInlineSnapshot(`[RangeError: trainingCurves: every epoch must be a whole number. Received 0.5 in the history.]`);
    expect(() => trainingCurves(two, log2)).toThrowErrorMatchingInlineSnapshot(`[RangeError: trainingCurves: lossScale must be linear or log. Received "log2".]`);
  });
});

describe("smooth", () => {
  it("is a running mean whose weights add up to 1", () => {
    const rows = smoothed([1, 0, Number.NaN, 4].map((loss, i) => ({ epoch: i + 1, loss })), 0.5);
    expect(rows.map(({ loss }) => loss)).toEqual([1, 0.5 / 1.5, null, (0.25 + 4) / 1.75]);
    fc.assert(fc.property(fc.array(fc.float({ min: 0, max: 10, noNaN: true }), { minLength: 1 }), fc.float({ min: 0, max: Math.fround(0.99), noNaN: true }), (losses, weight) => {
      const found = smoothed(losses.map((loss, i) => ({ epoch: i, loss })), weight).map(({ loss }) => loss ?? Number.NaN);
      found.forEach((value, i) => {
        const before = losses.slice(0, i + 1);
        expect(value).toBeGreaterThanOrEqual(Math.min(...before) - 1e-9);
        expect(value).toBeLessThanOrEqual(Math.max(...before) + 1e-9);
      });
    }));
  });

  it("draws the means before what was measured, and tells the measured values", () => {
    const svg = trainingCurves(two, { smooth: 0.5 });
    expect(lines(svg)).toHaveLength(2 * lines(trainingCurves(two)).length);
    expect(description(svg)).toBe(description(trainingCurves(two)));
    expect(trainingCurves(two, { smooth: 0 })).toBe(trainingCurves(two));
    expect(() => trainingCurves(two, { smooth: 1 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: trainingCurves: smooth must be from 0 up to, but not, 1. Received 1.]`);
  });
});

describe("compareTrainings", () => {
  it("shows the learning rates of all, where one changes", () => {
    const runs = [0.1, 0.01].map((rate) => ({ name: `rate ${rate}`, history: two.map((row, i) => ({ ...row, learningRate: rate === 0.1 && i === 1 ? 0.05 : rate })) }));
    const svg = compareTrainings(runs);
    expect(texts(svg)).toContain("Learning rate at the end of each epoch");
    expect(lines(svg)).toHaveLength(lines(compareTrainings(runs.map((run) => ({ ...run, history: two })))).length + 2);
    expect(texts(compareTrainings(runs.slice(1)))).not.toContain("Learning rate at the end of each epoch");
  });

  it("names few runs at their lines and many below", () => {
    const runs = (n: number) => Array.from({ length: n }, (_, i) => ({ name: `run ${i}`, history: history(5, i) }));
    expect(texts(compareTrainings(runs(3))).filter((text) => text === "run 1")).toHaveLength(2);
    expect(texts(compareTrainings(runs(9))).filter((text) => text === "run 1")).toHaveLength(1);
  });

  it("refuses no runs and names the empty one", () => {
    expect(() => compareTrainings([])).toThrowErrorMatchingInlineSnapshot(`[RangeError: trainingCurves: there must be a run to draw. Received none.]`);
    expect(() => compareTrainings([{ name: "Adam", history: [] }])).toThrowErrorMatchingInlineSnapshot(`[RangeError: trainingCurves: the history of Adam must hold at least one epoch. Received none. Train first, or pass the history of a run's run.json.]`);
  });
});
