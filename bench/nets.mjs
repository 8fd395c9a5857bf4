import { batchNormalization, conv2d, dense, globalAveragePooling2d, graph, linear, maxPooling2d, relu } from "../packages/core/dist/index.js";
import { model } from "../packages/models/dist/index.js";

/** @typedef {import("../packages/core/dist/index.js").Graph} Graph */

/**
 * @typedef {object} Net a network at the size at which it is measured
 * @property {string} name
 * @property {string} model what others call it: torchvision's name, or ours where it has none
 * @property {readonly [height: number, width: number, channels: number]} input
 * @property {number} classes
 * @property {number} batch samples of a step, or of a prediction
 * @property {boolean} trains false for nets that are only measured predicting
 * @property {() => Graph} graph
 */

/** @param {number} filters */
const convBnRelu = (filters) => [conv2d(filters, 3, { padding: 1, useBias: false }), batchNormalization(), relu()];

/** @param {Omit<Net, "graph" | "classes"> & { classes?: number, zoo?: string }} net @returns {Net} */
const zoo = ({ zoo: id, classes = 1000, ...net }) => ({ ...net, classes, graph: () => model(id ?? net.model, { inputShape: net.input, classes }) });

/** ResNet-18 for small pictures: neither the stem's stride nor its pooling. @returns {Graph} */
function smallResnet18() {
  const whole = model("resnet18", { inputShape: [32, 32, 3], classes: 10 });
  const others = new Map([["conv1", conv2d(64, 3, { padding: 1, useBias: false })], ["maxpool", linear()]]);
  return { ...whole, nodes: whole.nodes.map((node) => ({ ...node, layer: others.get(node.name) ?? node.layer })) };
}

/** @type {readonly Net[]} */
const nets = [
  zoo({ name: "W1", model: "W1", zoo: "mnist-cnn", input: [28, 28, 1], classes: 10, batch: 64, trains: true }),
  {
    name: "W2", model: "W2", input: [32, 32, 3], classes: 10, batch: 64, trains: true,
    graph: () =>
      graph("W2", [32, 32, 3], {
        body: [...convBnRelu(64), ...convBnRelu(64), maxPooling2d(2), ...convBnRelu(128), ...convBnRelu(128), maxPooling2d(2)],
        pool: globalAveragePooling2d(), fc: dense(10),
      }),
  },
  zoo({ name: "resnet20", model: "resnet20", input: [32, 32, 3], classes: 10, batch: 64, trains: true }),
  { name: "resnet18-32", model: "resnet18-32", input: [32, 32, 3], classes: 10, batch: 64, trains: true, graph: smallResnet18 },
  zoo({ name: "mobilenet_v2-96", model: "mobilenet_v2", input: [96, 96, 3], batch: 16, trains: true }),
  ...["resnet18", "resnet50", "mobilenet_v2", "efficientnet_b0"].map((name) => zoo({ name, model: name, input: [224, 224, 3], batch: 1, trains: false })),
];

/** The nets of a list of names, or all. @param {readonly string[]} [names] @returns {readonly Net[]} */
export const netsNamed = (names) => {
  const unknown = names?.filter((name) => !nets.some((net) => net.name === name)) ?? [];
  if (unknown.length > 0) throw new RangeError(`bench: there is no net ${unknown.join(", ")}. Known: ${nets.map(({ name }) => name).join(", ")}.`);
  return names ? nets.filter(({ name }) => names.includes(name)) : nets;
};
