import { expect, it } from "vitest";
import { boxProblems } from "./boxes.ts";

const rect = (kind: string, x: number, y: number): string => `<rect class="${kind}" x="${x}" y="${y}" width="40" height="20"/>`;
const edge = (d: string): string => `<path class="edge" d="${d}"/>`;

it("finds boxes that meet and frames that cut", () => {
  expect(boxProblems(rect("node", 0, 0) + rect("node", 50, 0))).toEqual([]);
  expect(boxProblems(rect("node", 0, 0) + rect("node", 30, 10))).toEqual(["node (0 0 40 20) meets node (30 10 70 30)."]);
  expect(boxProblems(rect("frame", 0, 0) + rect("node", 30, 10))).toEqual(["frame (0 0 40 20) cuts node (30 10 70 30)."]);
});

it("finds lines through boxes and through text", () => {
  expect(boxProblems(rect("node", 0, 0) + edge("M20 20L20 60"))).toEqual([]);
  expect(boxProblems(rect("node", 0, 0) + edge("M-10 10L60 10"))).toEqual(["a line from -10 10 to 60 10 passes node (0 0 40 20)."]);
  expect(boxProblems(rect("node", 0, 0) + edge("M-20 0Q-10 0 5 30L60 -20"))).toHaveLength(1);
  expect(boxProblems(`<text x="10" y="20" font-size="10">word</text>${edge("M0 18L60 18")}`)).toHaveLength(1);
});
