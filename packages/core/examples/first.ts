import { chain, explain, renderExplanation, summarize } from "@convscope/core";

const net = chain("digits", [28, 28, 1])
  .conv2d(32, 3, { padding: "same" }).relu().maxPooling2d(2)
  .conv2d(64, 3, { padding: 1 }).relu().maxPooling2d(2)
  .flatten().dense(10)
  .graph();

// A network is data, and what can be counted of it needs no weights.
const { layers, params, macs, flops, memory, receptiveField } = summarize(net);
for (const { name, outputShape, params, macs, receptiveField: seen } of layers) {
  const field = typeof seen === "string" ? seen : seen.map(({ size }) => size).join("×");
  console.log(name.padEnd(9), outputShape.join("×").padEnd(9), String(params).padStart(6), String(macs).padStart(8), ` sees ${field}`);
}
console.log(`${params} parameters, ${macs} MACs = ${flops} FLOPs, ${memory.training.adam} bytes to train with Adam`);
console.log(`the maps of ${receptiveField.node} are the last with a place on the picture\n`);

// Every number has its working.
console.log(renderExplanation(explain(net, "conv2"), "text"));
