import { describe, expect, it } from "vitest";
import { textBoxes } from "../test/layout.ts";
import { lineChart } from "./line-chart.ts";

const texts = (svg: string): string[] => textBoxes(svg).map(({ what }) => what);
const lines = (svg: string): string[] => Array.from(svg.matchAll(/<path d="([^"]*)" fill="none"/g), ([, d = ""]) => d);
const norms = [{ name: "sigmoid", points: [[1, 1e-4], [2, 1e-3], [3, 1e-2]] }, { name: "ReLU", points: [[1, 0.1], [2, 0.1], [3, 0.2]] }] as const;

describe("lineChart", () => {
  it("says in words what it shows", () => {
    const svg = lineChart(norms, { xLabel: "layer", yLabel: "norm of the gradient", yScale: "log" });
    expect(/<desc>(.*)<\/desc>/.exec(svg)?.[1]).toMatchInlineSnapshot(`"2 series of norm of the gradient over layer: sigmoid from 0.0001 at 1 to 0.01 at 3 and ReLU from 0.1 at 1 to 0.2 at 3."`);
    expect(texts(svg)).toEqual(expect.arrayContaining(["layer", "norm of the gradient, logarithmic", "sigmoid", "ReLU"]));
  });

  it("puts equal ratios at equal distances on the logarithmic scale", () => {
    const [a = 0, b = 0, c = 0] = Array.from((lines(lineChart(norms, { yScale: "log" }))[0] ?? "").matchAll(/[ML][\d.]+ ([\d.]+)/g), ([, y]) => Number(y));
    expect(a - b).toBeCloseTo(b - c, 1);
    expect(a - b).toBeGreaterThan(10);
  });

  it("breaks a line where a number is missing, and draws a point that stands alone", () => {
    const long = Array.from({ length: 40 }, (_, i): [number, number] => [i, i === 20 || i === 22 ? NaN : i]);
    const svg = lineChart([{ name: "loss", points: long }]);
    expect(lines(svg)).toHaveLength(2);
    expect(svg.match(/<circle/g)).toHaveLength(1);
    expect(texts(svg)).not.toContain("loss");
  });

  it("draws measurements as dots without a line", () => {
    const svg = lineChart([{ name: "points", points: [[0, 0], [1, 1]], dots: true }]);
    expect(lines(svg)).toHaveLength(0);
    expect(svg.match(/<circle/g)).toHaveLength(2);
  });

  it("points out a place with a large ring, in its legend too", () => {
    const svg = lineChart([{ name: "curve", points: [[0, 0.5], [1, 1]] }, { name: "here", rings: true, points: [[0.5, 0.75]] }]);
    expect(Array.from(svg.matchAll(/<circle [^>]*r="([\d.]+)" fill="none"/g), ([, r]) => r)).toEqual(["7", "4"]);
  });

  it("reaches down to a value that is asked for", () => {
    const series = [{ name: "share", points: [[0, 0.5], [1, 1]] as const }];
    expect(texts(lineChart(series))).not.toContain("0.2");
    expect(texts(lineChart(series, { yFrom: 0 }))).toContain("0.2");
  });

  it("draws a level to compare with as a broken line, in its legend too", () => {
    const svg = lineChart([{ name: "net", points: [[0, 0.5], [1, 0.9]] }, { name: "chance", points: [[0, 0.1], [1, 0.1]], dashed: true }]);
    expect(svg.match(/stroke-dasharray="7 3"/g)).toHaveLength(2);
    expect(svg.match(/<circle/g)).toHaveLength(2);
  });

  it("refuses what it cannot draw", () => {
    const log2: object = { yScale: "log2" };
    expect(() => lineChart([])).toThrowErrorMatchingInlineSnapshot(`[RangeError: lineChart: there must be a series to draw. Received none.]`);
    expect(() => lineChart([{ name: "empty", points: [] }])).toThrowErrorMatchingInlineSnapshot(`[RangeError: lineChart: every series must hold a point. Received none in "empty".]`);
    expect(() => lineChart(norms, log2)).toThrowErrorMatchingInlineSnapshot(`[RangeError: lineChart: yScale must be linear or log. Received "log2".]`);
  });
});
