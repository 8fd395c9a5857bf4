import { chain } from "@convscope/core";
import { writeSafetensors } from "@convscope/files/bytes";
import { expect, test } from "vitest";
import { toOnnx } from "./toOnnx.ts";

const net = chain("net", [4]).dense(2);

test("what is not awaited and a chain without its end are refused in words", () => {
  const promise: object = Promise.resolve({});
  const open: object = net;
  expect(() => toOnnx(net.graph(), promise as never)).toThrowErrorMatchingInlineSnapshot(`[GraphError: net: weights must be arrays by name. Received a promise: await it.]`);
  expect(() => toOnnx(open as never, {})).toThrowErrorMatchingInlineSnapshot(`[GraphError: graph: a chain must be ended. Received one without its end. Write .graph() after its last layer.]`);
  expect(() => toOnnx(promise as never, {})).toThrowErrorMatchingInlineSnapshot(`[GraphError: graph: it must be what graph(), a chain's .graph() or parseGraph gives. Received a promise: await it.]`);
});

test("bytes that are written make a Blob as they are", () => {
  const weights = { "fc1.weight": { shape: [4, 2], data: new Float32Array(8) }, "fc1.bias": { shape: [2], data: new Float32Array(2) } };
  const files = [toOnnx(net.graph(), weights), writeSafetensors(weights)];
  expect(new Blob(files).size).toBe(files.reduce((sum, { length }) => sum + length, 0));
});
