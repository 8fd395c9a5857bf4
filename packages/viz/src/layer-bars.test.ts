import { conv2d, dense, flatten, graph, maxPooling2d, relu } from "@convscope/core";
import { expect, it } from "vitest";
import { net } from "../test/explained.ts";
import { layoutProblems, textBoxes } from "../test/layout.ts";
import { layerBars } from "./layer-bars.ts";

// 28×28×1: 3×3, 32 has 320 parameters; 3×3, 64 has 18,496; dense 3136 to 10 has 31,370.
const mnist = graph("mnist", [28, 28, 1], { conv1: conv2d(32, 3, { padding: 1 }), relu1: relu(), pool1: maxPooling2d(2), conv2: conv2d(64, 3, { padding: 1 }), pool2: maxPooling2d(2), flat: flatten(), fc: dense(10) });
const texts = (svg: string): string[] => textBoxes(svg).map(({ what }) => what);

it("writes core's counts", () => {
  const seen = texts(layerBars(mnist));
  expect(seen).toEqual(expect.arrayContaining(["conv1", "320", "18.5\u00a0k", "31.4\u00a0k", "226\u00a0k", "3.61\u00a0M", "100\u00a0kB", "40\u00a0B"]));
  expect(seen).not.toContain("relu1");
  expect(/<desc>(.*)<\/desc>/.exec(layerBars(mnist))?.[1]).toMatchInlineSnapshot(`"3 layers with parameters or MACs; 50.2 k parameters and 3.87 M MACs for one sample. The outputs of all 7 layers take 301 kB. Most parameters in fc (62.5 %) and most MACs in conv2 (93.4 %)."`);
});

it("sums up what matters least where there are too many layers", () => {
  const seen = texts(layerBars(mnist, { limit: 2 }));
  expect(seen.filter((text) => ["conv1", "conv2", "fc"].includes(text))).toHaveLength(1);
  expect(seen).toContain("2 others");
});

it("keeps text apart", () => {
  const deep = graph("deep", [32, 32, 3], Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`a rather long name of layer ${i}`, conv2d(8 + (i % 7), 3, { padding: 1 })])));
  for (const width of [240, 500, 760, 1200]) for (const one of [mnist, net, deep]) expect(layoutProblems(layerBars(one, { width, limit: 20 }))).toEqual([]);
});

it("refuses a graph without work", () => {
  expect(() => layerBars(graph("nothing", [4, 4, 1], relu()))).toThrowErrorMatchingInlineSnapshot(`[RangeError: layerBars: the graph must have a layer with parameters or MACs. Received nothing with none in 1 node.]`);
  expect(() => layerBars(mnist, { limit: 1 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: layerBars: limit must be a whole number above one. Received 1.]`);
});
