import { expect, test } from "vitest";
import { stackOf } from "./stack.ts";

test("a stack of 3×3 sees 3, 5, 7, 9", () => {
  expect(stackOf("conv2d 8 3x3\nconv2d 8 3x3\n\nconv2d 8 3x3\nconv2d 8 3x3", 32).rows.map(({ size }) => size)).toEqual(["3", "5", "7", "9"]);
  expect(stackOf("conv2d 8 3x3 padding=1\nmaxPooling2d 2\nconv2d 8 3x3 padding=1", 32).rows.at(-1)).toEqual({ layer: "conv2d 8 3x3 padding=1", output: "16×16×8", size: "8", jump: "2", start: "−3" });
  expect(stackOf("flatten\ndense 3", 8).rows.at(-1)?.size).toBe("whole input");
});

test("what is no layer is said", () => {
  expect(() => stackOf("conv3d 8", 32)).toThrowErrorMatchingInlineSnapshot(`[LayerError: conv3d: there is no such kind of layer. Did you mean "conv1d" or "conv2d" or "conv"? Write it as: conv2d 8 5x5.]`);
  expect(() => stackOf("", 32)).toThrowErrorMatchingInlineSnapshot(`[RangeError: There must be a layer. Write one a line, such as conv2d 8 3x3.]`);
  expect(() => stackOf("conv2d 8 7x7", 5)).toThrowErrorMatchingInlineSnapshot(`[LayerError: layer1 (conv2d): the kernel must fit the padded input. Received 5 + 0 padding along height, kernelSize=7. Use kernelSize ≤ 5, or padding: "same".]`);
});
