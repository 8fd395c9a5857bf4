import { chain, parseGraph, toJson } from "@convscope/core";

const text = toJson(chain("small", [8, 8, 1]).conv2d(4, 3).globalAveragePooling2d().dense(2).graph());
console.log(text);
console.log(parseGraph(text).nodes.map(({ name }) => name).join(", "));

try {
  parseGraph(text.replace('"groups":1', '"groups":3'), { file: "small.json" });
} catch (error) {
  console.log(error instanceof Error ? error.message : error);
}
