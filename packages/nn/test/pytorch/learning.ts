import { inferShapes, weightSpecs, type Graph } from "@convscope/core";
import { fromTorch } from "@convscope/exchange";
import { model } from "@convscope/models";
import { network, type Engine, type NdArray } from "../../src/index.ts";
import { expectSameGradients } from "../suite/gradients.ts";
import { smoothed } from "../suite/smoothed.ts";
import { madeUpCase, runPyTorch } from "./python.ts";

const small = { classes: 10, inputShape: [64, 64, 3] } as const;

/** Dropout draws other numbers in PyTorch. */
const undropped = (of: Graph): Graph => ({ ...of, nodes: of.nodes.map((node) => ({ ...node, layer: "rate" in node.layer ? { ...node.layer, rate: 0 } : node.layer })) });

/** One net of each way to build: a plain one, residual, depthwise, dense. */
export const learningNets: readonly Graph[] = [model("mnist-cnn"), smoothed(model("resnet20")), smoothed(model("mobilenet_v2", small)), smoothed(model("densenet121", small))].map(undropped);

/** Throws unless the gradients of all weights in training are those of the exported source, by PyTorch's autograd. */
export async function checkLearning(nets: readonly Graph[], engine: Engine): Promise<void> {
  const cases = nets.map((graph, i) => {
    const made = madeUpCase(graph, i, 4);
    const shapes = inferShapes(graph);
    const upstream = Object.fromEntries(graph.outputs.map((name) => {
      const shape = [4, ...(shapes.get(name) ?? [])];
      return [name, { shape, data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, place) => Math.sin(1000 * Math.sin(place + 1))) } satisfies NdArray];
    }));
    return { ...made, upstream };
  });
  const ran = runPyTorch(cases);
  for (const [i, { graph, weights, inputs, upstream }] of cases.entries()) {
    const theirs = ran[i] ?? "";
    if (typeof theirs === "string") throw new Error(`${graph.name}: ${theirs}`);
    const learned = [...weightSpecs(graph)].filter(([, { trainable }]) => trainable).map(([name]) => name);
    const expected = fromTorch(graph, theirs.gradients ?? {});
    const net = await network(graph, { engine, weights });
    const found = await net.gradients({ inputs, of: { upstream }, withRespectTo: { weights: learned }, training: true });
    net.dispose();
    expectSameGradients(found.weights, Object.fromEntries(learned.map((name) => [name, expected[name] as NdArray])));
  }
}
