import { expect, test } from "vitest";
import { keepUpTo, loadOf } from "./kept.ts";
import type { PictureSample } from "./pipeline.ts";
import type { Source } from "./source.ts";

const picture = (side: number, more: Partial<PictureSample> = {}): PictureSample => ({ image: { shape: [side, side, 1], data: new Uint8Array(side * side) }, ...more });

test("keeps what comes first until one is too large, and counts masks and boxes", () => {
  const kept = keepUpTo(50);
  kept.keep(3, picture(4));
  kept.keep(3, picture(5));
  kept.keep(1, picture(3, { mask: new Uint8Array(9), boxes: new Float32Array(4) }));
  expect(kept.open).toBe(true);
  // 16 + 9 + 9 + 16 bytes.
  kept.keep(0, picture(1));
  expect(kept.open).toBe(false);
  expect([0, 1, 2, 3].map((index) => kept.get(index)?.image.data.length)).toEqual([undefined, 9, undefined, 16]);
});

test("a picture is asked back while there is room, and not once it is kept", () => {
  const source: Source = { labels: Int32Array.of(0, 0), masks: false, boxes: false, name: (index) => `picture ${index}`, from: (index) => ({ item: { file: `${index}.png`, label: 0 } }), boxLabels: () => [] };
  const kept = keepUpTo(20);
  expect(loadOf(source, 0)).toEqual({ index: 0, name: "picture 0", from: { item: { file: "0.png", label: 0 } }, keep: false });
  expect(loadOf(source, 0, kept).keep).toBe(true);
  const sample = picture(4);
  kept.keep(0, sample);
  expect(loadOf(source, 0, kept)).toEqual({ index: 0, name: "picture 0", from: { sample }, keep: false });
  kept.keep(1, sample);
  expect(loadOf(source, 1, kept)).toMatchObject({ from: { item: { file: "1.png" } }, keep: false });
  expect(keepUpTo(0).open).toBe(false);
});
