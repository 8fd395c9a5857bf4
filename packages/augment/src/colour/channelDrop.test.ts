import { expect, it } from "vitest";
import { applyOperations, channelDrop, drawOperations } from "../index.ts";

const image = { shape: [1, 2, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 6) } as const;

it("gives one channel a level", () => {
  expect([...applyOperations({ image }, [{ kind: "channelDrop", channel: 1, fill: 9 }]).image.data]).toEqual([1, 9, 3, 4, 9, 6]);
});

it("leaves a grey image as it is", () => {
  expect(drawOperations([channelDrop({ p: 1 })], [5, 5, 1], { seed: 1 })).toEqual([]);
  expect(drawOperations([channelDrop({ p: 1 })], [5, 5, 3], { seed: 1 })).toHaveLength(1);
});

it("names a channel that there is", () => {
  expect(() => applyOperations({ image }, [{ kind: "channelDrop", channel: 3, fill: 0 }])).toThrowErrorMatchingInlineSnapshot(`[AugmentError: channelDrop: channel must be one of the image's, from 0 to 2. Received 3.]`);
});
