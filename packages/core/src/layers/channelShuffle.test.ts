import { expect, test } from "vitest";
import { channelShuffle, outputShape } from "../index.ts";

test("the shape stays", () => expect(outputShape(channelShuffle(4), [[28, 28, 116]])).toEqual([28, 28, 116]));

test("channels that do not divide are refused", () => {
  expect(() => outputShape(channelShuffle(3), [[28, 28, 116]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: channelShuffle: channels must divide into groups. Received 116 channels, groups=3. Nearest that divide: 114, 117.]`);
});
