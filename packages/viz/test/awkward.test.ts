import fc from "fast-check";
import { describe, it, expect } from "vitest";
import { compareTrainings, confusionMatrix, filterGrid, learningRateCurve, lineChart, perClassBars, pictureSheet, pixelValues, predictionGrid, sampleGrid, scatter, trainingCurves } from "../src/index.ts";
import { layoutProblems } from "./layout.ts";
import { names } from "./names.ts";

const sizes = { numRuns: 25 };
const figureOptions = fc.record({ title: names, theme: fc.constantFrom("light", "dark", "auto"), width: fc.constantFrom(240, 420, 760, 1200) } as const);
const measure = fc.oneof({ weight: 6, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) }, { weight: 1, arbitrary: fc.constantFrom(null, Number.NaN, undefined) });
const loss = fc.oneof({ weight: 6, arbitrary: fc.double({ min: 1e-9, max: 1e4, noNaN: true }) }, { weight: 1, arbitrary: fc.constantFrom(0, Number.NaN, Number.POSITIVE_INFINITY) });
const rows = fc.record({ loss, accuracy: measure, valLoss: fc.option(loss), valAccuracy: measure, learningRate: fc.option(measure) });
const history = fc.array(rows, { minLength: 1, maxLength: 60 }).map((all) => all.map((row, i) => ({ epoch: i + 1, ...row })));
const lossScale = fc.constantFrom("linear", "log");

describe("whatever the data and the names, text stays apart and inside", () => {
  it("trainingCurves", () => {
    fc.assert(
      fc.property(history, figureOptions, lossScale, (data, options, scale) => {
        expect(layoutProblems(trainingCurves(data, { ...options, lossScale: scale }))).toEqual([]);
      }),
      sizes,
    );
  });

  it("compareTrainings", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ name: names, history }), { minLength: 1, maxLength: 14 }), figureOptions, (runs, options) => {
        expect(layoutProblems(compareTrainings(runs, options))).toEqual([]);
      }),
      sizes,
    );
  });

  const finite = fc.double({ min: -1e4, max: 1e4, noNaN: true });
  const number = fc.oneof({ weight: 6, arbitrary: finite }, { weight: 1, arbitrary: fc.constantFrom(0, Number.NaN, Number.POSITIVE_INFINITY) });
  const labels = fc.record({ xLabel: names, yLabel: names, note: names });

  it("lineChart", () => {
    const point = fc.oneof(fc.tuple(number, number), fc.tuple(fc.nat(400), loss));
    const series = fc.array(fc.record({ name: names, points: fc.array(point, { minLength: 1, maxLength: 60 }), dots: fc.boolean() }), { minLength: 1, maxLength: 14 });
    fc.assert(
      fc.property(series, figureOptions, labels, lossScale, lossScale, (data, options, said, xScale, yScale) => {
        expect(layoutProblems(lineChart(data, { ...options, ...said, xScale, yScale }))).toEqual([]);
      }),
      sizes,
    );
  });

  it("learningRateCurve", () => {
    const steps = fc.array(fc.record({ loss: fc.oneof(loss, finite), mean: finite }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(steps, figureOptions, names, fc.nat(80), (all, options, note, at) => {
        const rates = all.map((_, i) => 10 ** (i / 7 - 7));
        expect(layoutProblems(learningRateCurve({ rates, losses: all.map((one) => one.loss), smoothed: all.map((one) => one.mean), suggestion: rates[at] }, { ...options, note }))).toEqual([]);
      }),
      sizes,
    );
  });

  it("scatter", () => {
    const data = fc.record({ points: fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 60 }), classes: fc.array(names, { minLength: 1, maxLength: 24 }), lines: fc.array(fc.record({ name: names, line: fc.tuple(finite, finite, finite) }), { maxLength: 5 }) });
    fc.assert(
      fc.property(data, figureOptions, labels, ({ points, classes, lines }, options, said) => {
        expect(layoutProblems(scatter({ points: points.flat(), labels: points.map((_, i) => i % classes.length), classes, lines }, { ...options, ...said }))).toEqual([]);
      }),
      sizes,
    );
  });

  it("confusionMatrix", () => {
    const matrix = fc.integer({ min: 2, max: 100 }).chain((n) =>
      fc.record({
        classes: fc.array(names, { minLength: n, maxLength: n }),
        matrix: fc.tuple(fc.nat(), fc.constantFrom(3, 50, 100_000)).map(([seed, most]) => Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => (seed * (i * n + j + 1)) % most))),
      }),
    );
    fc.assert(
      fc.property(matrix, figureOptions, (data, options) => {
        expect(layoutProblems(confusionMatrix(data, options))).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  const images = fc.record({ n: fc.integer({ min: 1, max: 12 }), side: fc.constantFrom(1, 8, 28, 200), channels: fc.constantFrom(1, 3), classes: fc.array(names, { minLength: 1, maxLength: 5 }), seed: fc.nat(1000) });

  it("predictionGrid", () => {
    fc.assert(
      fc.property(images, figureOptions, ({ n, side, channels, classes, seed }, options) => {
        const data = { images: new Uint8Array(n * side * side * channels).fill(seed % 256), shape: [n, side, side, channels] };
        const labels = Array.from({ length: n }, (_, i) => (seed + i) % classes.length);
        const predicted = Array.from({ length: n }, (_, i) => (seed * i) % classes.length);
        expect(layoutProblems(predictionGrid({ ...data, labels, predicted, probabilities: new Float32Array(n * classes.length).fill(1 / classes.length), classes }, options))).toEqual([]);
      }),
      sizes,
    );
  });

  it("sampleGrid", () => {
    fc.assert(
      fc.property(images, figureOptions, fc.boolean(), ({ n, side, channels, classes, seed }, options, marked) => {
        const data = { images: new Uint8Array(n * side * side * channels).fill(seed % 256), shape: [n, side, side, channels] };
        const labels = Array.from({ length: n }, (_, i) => (seed + i) % classes.length);
        const marks = { boxes: Float32Array.from({ length: n * 4 }, (_, i) => (i % 4 < 2 ? -5 : side + 3)), masks: new Uint8Array(n * side * side).fill(1) };
        expect(layoutProblems(sampleGrid({ ...data, labels, classes, ...(marked ? marks : {}) }, options))).toEqual([]);
      }),
      sizes,
    );
  });

  it("pictureSheet", () => {
    const sheet = fc.array(fc.record({ height: fc.constantFrom(1, 8, 60, 200), width: fc.constantFrom(1, 8, 60, 200), channels: fc.constantFrom(1, 3, 4), caption: fc.tuple(names, names).map((both) => both.join(", ")), marked: fc.boolean() }), { minLength: 1, maxLength: 14 });
    fc.assert(
      fc.property(sheet, figureOptions, (all, options) => {
        const pictures = all.map(({ height, width, channels, caption, marked }) => ({
          image: new Uint8Array(height * width * channels).fill(99), shape: [height, width, channels], caption,
          ...(marked && { boxes: [-5, -5, width + 3, height + 3, 0, 0, 1, Number.NaN], mask: new Uint8Array(height * width).fill(1), keypoints: [0, 0, width, height] }),
        }));
        expect(layoutProblems(pictureSheet(pictures, options))).toEqual([]);
      }),
      sizes,
    );
  });

  it("pixelValues", () => {
    fc.assert(
      fc.property(fc.tuple(fc.integer({ min: 1, max: 16 }), fc.integer({ min: 1, max: 16 }), fc.constantFrom(1, 3, 5)), fc.boolean(), figureOptions, fc.nat(1e6), (shape, bytes, options, seed) => {
        const length = shape[0] * shape[1] * shape[2];
        const image = bytes ? new Uint8Array(length).fill(seed % 256) : Float32Array.from({ length }, (_, i) => ((seed * (i + 1)) % 977) * 10 ** ((i % 9) - 6) - 3);
        expect(layoutProblems(pixelValues({ image, shape }, options), { onPictures: true })).toEqual([]);
      }),
      sizes,
    );
  });

  it("perClassBars", () => {
    const row = fc.record({ class: names, precision: measure, recall: measure, f1: measure, support: fc.option(fc.nat(10_000_000), { nil: undefined }) });
    const clean = fc.array(row, { minLength: 1, maxLength: 50 }).map((all) => all.map((one) => ({ ...one, precision: one.precision ?? null, recall: one.recall ?? null, f1: one.f1 ?? null })));
    fc.assert(
      fc.property(clean, figureOptions, (data, options) => {
        expect(layoutProblems(perClassBars(data, options))).toEqual([]);
      }),
      sizes,
    );
  });

  it("filterGrid", () => {
    fc.assert(
      fc.property(fc.tuple(fc.constantFrom(1, 3, 11), fc.constantFrom(1, 5), fc.constantFrom(1, 3, 20), fc.integer({ min: 1, max: 40 })), figureOptions, fc.integer({ min: 1, max: 70 }), (shape, options, limit) => {
        const data = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i));
        expect(layoutProblems(filterGrid({ data, shape }, { ...options, limit }))).toEqual([]);
      }),
      sizes,
    );
  });
});
