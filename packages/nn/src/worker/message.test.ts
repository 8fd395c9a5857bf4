import { LayerError } from "@convscope/core";
import { expect, test } from "vitest";
import { CapabilityError } from "../engine.ts";
import { failureOf, post, revive, type Port } from "./message.ts";

test("errors come back in their own class", () => {
  const layer = revive(structuredClone(failureOf(new LayerError("conv2d", "too large.", "c1"))));
  expect(layer).toBeInstanceOf(LayerError);
  expect(layer).toMatchObject({ message: "c1 (conv2d): too large.", node: "c1" });
  expect(revive(failureOf(new CapabilityError("no")))).toBeInstanceOf(CapabilityError);
  expect(revive(failureOf(new TypeError("strange")))).toMatchObject({ name: "TypeError", message: "strange" });
  expect(revive(failureOf("a text"))).toMatchObject({ name: "Error", message: "a text" });
});

test("the rows of a large array go over without the rest", () => {
  const sizes: number[] = [];
  const port: Port = { postMessage: (_, { transfer }) => void sizes.push(...transfer.map(({ byteLength }) => byteLength)), addEventListener: () => undefined };
  const large = new Float32Array(1000);
  post(port, { convscope: "question", id: 1, on: 0, method: "run", args: [{ input: { shape: [1, 2], data: large.subarray(4, 6) } }] }, false);
  post(port, { convscope: "answer", id: 1, value: { whole: new Float32Array(3), part: large.subarray(1, 3) } }, true);
  expect(sizes).toEqual([8, 12, 8]);
  expect(large.length).toBe(1000);
});
