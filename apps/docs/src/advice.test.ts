import { parametersByNode } from "@convscope/core";
import { model } from "@convscope/models";
import { trunkNodes } from "@convscope/nn";
import { expect, test } from "vitest";
import { adviceFor, adviceTable, trunks } from "./advice.ts";

test.each(trunks.filter((one) => one.model !== undefined))("$name is counted as its graph is", ({ model: name = "", trunk, headInputs = 0 }) => {
  const graph = model(name, { classes: 3 });
  const counts = parametersByNode(graph);
  const inTrunk = new Set(trunkNodes(graph));
  const sum = (wanted: boolean): number => graph.nodes.reduce((total, node) => total + (inTrunk.has(node.name) === wanted ? (counts.get(node.name)?.trainable ?? 0) : 0), 0);
  expect([sum(true), sum(false)]).toEqual([trunk, (headInputs + 1) * 3]);
});

test("the cells are what is advised", () => {
  expect(adviceTable.map(({ cells }) => cells.map(({ advice: { freeze, trunkRate } }) => [freeze, trunkRate]))).toEqual([[["trunk", 0], ["lower half", 0]], [["none", 0.1], ["none", 1]]]);
  for (const { data, cells } of adviceTable) for (const { similar, advice } of cells) expect([advice.data, advice.similar]).toEqual([data, similar]);
});

test("three classes of 250 pictures are little to ResNet-18 and much to the MNIST net", () => {
  const of = (name: string): string => adviceFor({ samples: 750, classes: 3, similar: true, trunk: trunks.find((one) => one.name === name) ?? { name } }).data;
  expect(of("ResNet-18")).toBe("little");
  expect(of("the MNIST net")).toBe("much");
  expect(of("nothing told")).toBe("little");
});
