import { expect, it } from "vitest";
import { dotsPath, squaresPath } from "./dots.ts";
import { lineChart } from "./line-chart.ts";
import { scatter } from "./scatter.ts";

it("draws circles and squares around their points", () => {
  expect(dotsPath([[10, 20], [3.456, 1]], 2)).toBe("M8 20a2 2 0 1 1 4 0a2 2 0 1 1 -4 0M1.46 1a2 2 0 1 1 4 0a2 2 0 1 1 -4 0");
  expect(squaresPath([[10, 20]], 2)).toBe("M8 18h4v4h-4Z");
});

const points = Array.from({ length: 3000 }, (_, i) => [Math.cos(i), Math.sin(i * 1.3)] as const);

it("draws each of many points once, in few elements and in the colour of its class", () => {
  const svg = scatter({ points: points.flat(), labels: points.map((_, i) => i % 13), classes: Array.from({ length: 13 }, (_, i) => `${i}`) });
  const paths = Array.from(svg.matchAll(/<path d="(M[^"]*)"/g), ([, d = ""]) => d.split("M").length - 1);
  expect(paths.reduce((sum, count) => sum + count, 0)).toBe(3000);
  expect(paths.length).toBe(20 * 13);
  // Twelve classes are round, the last is square.
  expect(svg.split("v3.2h-3.2Z").length - 1).toBe(points.filter((_, i) => i % 13 === 12).length);
  const dotted = lineChart([{ name: "all", points, dots: true }]);
  expect(dotted.match(/<circle/g)).toBeNull();
  expect(dotted.split("a2 2 0 1 1 4 0").length - 1).toBe(3000);
});
