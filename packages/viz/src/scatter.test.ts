import { describe, expect, it } from "vitest";
import { textBoxes } from "../test/layout.ts";
import { scatter } from "./scatter.ts";

const corners = { points: [0, 0, 0, 1, 1, 0, 1, 1], labels: [0, 0, 0, 1], classes: ["false", "true"] };
const line = (svg: string): number[] => (/<line x1="([\d.]+)" y1="([\d.]+)" x2="([\d.]+)" y2="([\d.]+)"[^>]*stroke-width="1.5"/.exec(svg) ?? []).slice(1).map(Number);

describe("scatter", () => {
  it("says in words what it shows, and names only classes that are there", () => {
    const svg = scatter({ ...corners, classes: ["false", "true", "never"], lines: [{ name: "epoch 4", line: [2, 1, -3] }] }, { title: "AND" });
    expect(/<desc>(.*)<\/desc>/.exec(svg)?.[1]).toMatchInlineSnapshot(`"4 points of 3 of class false and 1 of class true; lines epoch 4: 2·x + 1·y + -3 = 0."`);
    expect(textBoxes(svg).map(({ what }) => what)).not.toContain("never");
    // Four points and two in the legend.
    expect(svg.match(/<circle/g)).toHaveLength(6);
  });

  it("ends lines at the edge, wherever they run, and leaves out what runs beside", () => {
    const at = (of: readonly [number, number, number]): number[] => line(scatter({ ...corners, lines: [{ name: "line", line: of }] }));
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = at([1, -1, 0]);
    expect(x2 - x1).toBeGreaterThan(300);
    expect(y1 - y2).toBeGreaterThan(300);
    const [left = 0, , right = 1] = at([1, 0, -0.5]);
    expect(left).toBe(right);
    expect(left).toBeCloseTo((x1 + x2) / 2, 1);
    const [, low = 0, , same = 1] = at([0, 1, -0.5]);
    expect(low).toBe(same);
    expect(at([1, 0, -9])).toEqual([]);
    expect(at([0, 0, 1])).toEqual([]);
  });

  it("tells more than six classes apart by more than colour", () => {
    const points = Array.from({ length: 48 }, (_, i) => i);
    const svg = scatter({ points, labels: points.slice(0, 24), classes: points.slice(0, 24).map((i) => `class ${i}`) });
    const looks = Array.from(svg.matchAll(/<(circle|rect) [^>]*?(?:r|height)="[\d.]+" (fill="[^"]*"(?: stroke="[^"]*")?)/g), ([, shape = "", paint = ""]) => `${shape} ${paint}`);
    expect(new Set(looks.slice(0, 24)).size).toBe(24);
  });

  it("refuses what it cannot draw", () => {
    expect(() => scatter({ points: [1], labels: [], classes: [] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: scatter: points must be [n, 2] with one at least. Received 1 values.]`);
    expect(() => scatter({ ...corners, lines: [{ name: "lost", line: [NaN, 1, 0] }] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: scatter: a line must be three finite numbers a, b, c. Received NaN, 1, 0 as "lost".]`);
    expect(() => scatter({ ...corners, labels: [0, 0, 0, 2] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: scatter: labels must lie in 0 … 1, the places of the classes. Received 2 at 3.]`);
  });
});
