import { explain, graph, parseGraph, summarize, toJson } from "../packages/core/dist/index.js";
import { model, models } from "../packages/models/dist/index.js";
import { deep, plain, wide } from "./graphs.mjs";

const [plainGraph, deepGraph, wideGraph, resnet] = [plain(), deep(), wide(), model("resnet18")];
const text = toJson(deepGraph);
const nodes = (/** @type {{ nodes: readonly unknown[] }} */ of) => `${of.nodes.length} nodes`;

/** Milliseconds of the fastest of five builds. */
const building = (/** @type {string} */ name) =>
  Math.min(
    ...Array.from({ length: 5 }, () => {
      const begun = performance.now();
      model(name);
      return performance.now() - begun;
    }),
  );

/** The model of the zoo whose graph takes longest to build. */
const [slowest = "resnet18"] = models
  .map(({ name }) => ({ name, ms: building(name) }))
  .sort((a, b) => b.ms - a.ms)
  .map(({ name }) => name);

/** @type {readonly import("./measure.mjs").Bench[]} */
export const core = [
  { name: `summarize, 150 layers in a row (${nodes(plainGraph)})`, budget: 5, run: () => summarize(plainGraph) },
  { name: `summarize, 150 layers, each sees all before (${nodes(wideGraph)})`, budget: 5, run: () => summarize(wideGraph) },
  { name: `summarize, 152 residual layers (${nodes(deepGraph)})`, budget: 5, run: () => summarize(deepGraph) },
  { name: `summarize, resnet18 (${nodes(resnet)})`, run: () => summarize(resnet) },
  { name: "graph, 150 layers in a row", run: plain },
  { name: "graph, 152 residual layers", run: deep },
  { name: "explain, last node of 152 residual layers", run: () => explain(deepGraph, "layer4.2.conv3") },
  { name: "toJson, 152 residual layers", run: () => toJson(deepGraph) },
  { name: "parseGraph, 152 residual layers", run: () => parseGraph(text) },
  { name: `graph, the slowest of ${models.length} models: ${slowest} (${nodes(model(slowest))})`, budget: 20, run: () => model(slowest) },
  { name: "graph of one layer", run: () => graph("one", [28, 28, 1], plainGraph.nodes[0]?.layer ?? []) },
];
