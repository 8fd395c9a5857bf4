import { formatShape, inputShape } from "@convscope/core";
import { model, models } from "@convscope/models";

// Every row says where a model is described and what it counts to; here are the nets that lectures begin with.
for (const { name, year, inputs, params, macs } of models.filter(({ family }) => family === "teaching")) {
  console.log(name.padEnd(27), year, Object.values(inputs).map((input) => formatShape(inputShape(input))).join().padEnd(10), String(params).padStart(10), "parameters", String(macs).padStart(11), "MACs");
}

// A model is plain data: here ResNet-18 for ten classes of small pictures, node by node.
const net = model("resnet18", { classes: 10, inputShape: [32, 32, 3] });
for (const { name, layer, inputs } of net.nodes.slice(0, 12)) console.log(`${inputs.join(" + ")} → ${name} (${layer.kind})`);
console.log(`… ${net.nodes.length} nodes in all; the last: ${JSON.stringify(net.nodes.at(-1))}`);
