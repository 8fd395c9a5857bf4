import { expect, test } from "vitest";
import { add, branches, conv2d, dense, dropout, flatten, graph, headNodes, relu, shared, softmax } from "./index.ts";

test("the head is the last layer with weights, of each output and each branch", () => {
  expect(headNodes(graph("net", [4, 4, 1], { conv: conv2d(2, 3), relu: relu(), flatten: flatten(), drop: dropout(0.5), fc: dense(3), p: softmax() }))).toEqual(["fc"]);
  expect(headNodes(graph("sum", [4], { "": branches({ a: dense(2), b: dense(2, { useBias: false }) }, add()), p: softmax() }))).toEqual(["a", "b"]);
  expect(headNodes(graph("none", [4], { p: softmax() }))).toEqual([]);
  const twice = shared(dense(4));
  expect(headNodes(graph("twice", [4], { a: twice, b: twice }))).toEqual(["b"]);
});
