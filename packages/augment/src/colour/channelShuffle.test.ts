import * as fc from "fast-check";
import { expect, it } from "vitest";
import { applyOperations, channelShuffle, drawOperations, parseOperations, type ChannelsOrdered } from "../index.ts";
import { anyPicture } from "../../test/pictures.ts";

it("exchanges channels", () => {
  const image = { shape: [1, 2, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 6) } as const;
  expect([...applyOperations({ image }, [{ kind: "channelOrder", order: [2, 0, 1] }]).image.data]).toEqual([3, 1, 2, 6, 4, 5]);
});

it("is undone by the inverse order", () => {
  fc.assert(fc.property(anyPicture(1, 3, 4), fc.nat(), (image, seed) => {
    const [operation] = drawOperations([channelShuffle({ p: 1 })], image.shape, { seed });
    const { order } = operation as ChannelsOrdered;
    const inverse = order.map((_, c) => order.indexOf(c));
    expect(applyOperations({ image }, [{ kind: "channelOrder", order }, { kind: "channelOrder", order: inverse }])).toEqual({ image });
  }));
});

it("needs each channel once", () => {
  expect(() => parseOperations([{ kind: "channelOrder", order: [0, 0, 1] }])).toThrowErrorMatchingInlineSnapshot(`[AugmentError: operations[0] (channelOrder): order must be the numbers of the channels, from 0, each once. Received [0,0,1].]`);
  expect(() => applyOperations({ image: { shape: [1, 1, 1], data: new Uint8Array(1) } }, [{ kind: "channelOrder", order: [0, 1, 2] }])).toThrowErrorMatchingInlineSnapshot(`[AugmentError: channelOrder: order must name each of the 1 channels. Received 0, 1, 2.]`);
});
