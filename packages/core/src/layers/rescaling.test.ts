import { expect, test } from "vitest";
import { graph, inferShapes, parameters, rescaling, totalMacs } from "../index.ts";

test("one number for all channels or one for each; nothing is learned, nothing counted", () => {
  expect(rescaling({ scale: 0.17 })).toEqual({ kind: "rescaling", scale: 0.17, offset: 0 });
  const net = graph("bytes", [4, 4, 3], rescaling({ scale: [1, 2, 3], offset: -1 }));
  expect(inferShapes(net).get("rescaling")).toEqual([4, 4, 3]);
  expect([parameters(net), totalMacs(net)]).toEqual([{ trainable: 0, nonTrainable: 0 }, 0]);
});

test("what does not fit is refused", () => {
  expect(() => rescaling({ scale: NaN })).toThrowErrorMatchingInlineSnapshot(`[LayerError: rescaling: scale must be a finite number, or a list of at least 1, each a finite number. Received NaN.]`);
  expect(() => graph("short", [4, 4, 3], rescaling({ offset: [1, 2] }))).toThrowErrorMatchingInlineSnapshot(`[LayerError: rescaling (rescaling): offset must be one number, or one per channel. Received 2 for 4×4×3, which has 3.]`);
});
