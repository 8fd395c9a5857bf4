import { expect, test } from "vitest";
import { drawing, drawingNames, grey, resizedDrawing, sized } from "./drawings.ts";

test("each name is drawn, and no two are alike", () => {
  const all = drawingNames.map((name) => drawing(name));
  expect(new Set(all.map(({ image }) => image.join(","))).size).toBe(drawingNames.length);
  expect(drawing("digit 3").shape).toEqual([28, 28, 1]);
  expect(drawing("circle", 16).shape).toEqual([16, 16, 3]);
});

test("grey weighs the colours", () => {
  expect([...grey({ shape: [1, 3, 3], image: Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255) }).image]).toEqual([76, 150, 29]);
  expect([...grey({ shape: [1, 1, 3], image: Uint8Array.of(255, 255, 255) }).image]).toEqual([255]);
});

test("another size takes the nearest pixels", () => {
  const small = { shape: [2, 2, 1], image: Uint8Array.of(1, 2, 3, 4) } as const;
  expect([...resizedDrawing(small, 4, 4).image]).toEqual([1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4]);
  expect([...resizedDrawing(resizedDrawing(small, 4, 6), 2, 2).image]).toEqual([1, 2, 3, 4]);
  expect(sized("circle", 300, 8).shape).toEqual([300, 8, 3]);
});
