import { inferShapes, parameters } from "@convscope/core";
import { expect, test } from "vitest";
import { model } from "../src/index.ts";

test("parameters by hand: 300 numbers a word, 100 filters of 3, 4 and 5 words, two classes", () => {
  const filters = 100 * (300 * (3 + 4 + 5) + 3);
  expect(parameters(model("text_cnn")).trainable).toBe(18_766 * 300 + filters + (300 + 1) * 2);
  expect(parameters(model("text_cnn", { vocabulary: 50, classes: 6, inputShape: [9] })).trainable).toBe(50 * 300 + filters + (300 + 1) * 6);
});

test("two channels have two vectors for each word, and the same filters", () => {
  const net = model("text_cnn", { variant: "multichannel", vocabulary: 50 });
  expect(parameters(net).trainable - parameters(model("text_cnn", { vocabulary: 50 })).trainable).toBe(50 * 300);
  expect(inferShapes(net).get("embedding.add")).toEqual([64, 300]);
});

test("each width looks at as many words, at every place", () => {
  const net = model("text_cnn", { inputShape: [20] });
  expect(net.inputs).toEqual({ input: { kind: "sequence", length: 20, vocabulary: 18_766 } });
  const shapes = inferShapes(net);
  expect([0, 1, 2].map((i) => shapes.get(`convs.${i}.conv`))).toEqual([[18, 100], [17, 100], [16, 100]]);
  expect(() => model("text_cnn", { inputShape: [4] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: text_cnn: inputShape must suit every layer, as 64 does. Received 4. convs.2.conv (conv1d): the kernel must fit the padded input. Received 4 + 0 padding along length, kernelSize=5. Use kernelSize ≤ 4, or padding: "same".]`);
  expect(() => model("text_cnn", { inputShape: [20, 300] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: text_cnn: inputShape must be [length]. Received [20,300].]`);
  expect(() => model("text_cnn", { vocabulary: 0 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: text_cnn: vocabulary must be a whole number from 1 to 2147483648. Received 0.]`);
});
