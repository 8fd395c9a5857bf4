import { expect, test } from "vitest";
import { drawMarks } from "./marks.ts";

const marks = drawMarks(30, 1, "train");
const side = 28;

test("the light of a picture is where its mask is", () => {
  for (let i = 0; i < 30; i++) {
    const [mask, pixels] = [marks.masks.subarray(i * side * side, (i + 1) * side * side), marks.images.subarray(i * side * side, (i + 1) * side * side)];
    const [dark, light] = [0, 1].map((of) => pixels.filter((_, at) => mask[at] === of)) as [Uint8Array, Uint8Array];
    const mean = (values: Uint8Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(light)).toBeGreaterThan(mean(dark) + 90);
  }
});

test("a box holds its mask and nothing more: each side touches it", () => {
  for (let i = 0; i < 30; i++) {
    const [left = NaN, top = NaN, right = NaN, bottom = NaN] = marks.boxes.subarray(4 * i, 4 * i + 4);
    const inside = [...marks.masks.subarray(i * side * side, (i + 1) * side * side).entries()].filter(([, is]) => is === 1).map(([at]) => [at % side, Math.floor(at / side)] as const);
    expect(inside.every(([x, y]) => x >= left && x < right && y >= top && y < bottom)).toBe(true);
    expect([inside.some(([x]) => x === left), inside.some(([, y]) => y === top), inside.some(([x]) => x === right - 1), inside.some(([, y]) => y === bottom - 1)]).toEqual([true, true, true, true]);
  }
});
