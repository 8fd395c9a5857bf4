import { inferShapes, inputShapes, type Graph } from "../graph.ts";
import { inputShape, product, type Shape } from "../shape.ts";
import { conventions, type ConventionName } from "./conventions.ts";
import { macsByNode } from "./macs.ts";
import { memory, type Memory } from "./memory.ts";
import { parametersByNode } from "./parameters.ts";
import { finalField, receptiveFields, type Field, type Misalignment, type NodeField } from "./receptiveField.ts";

/** One layer of a summary. `params` and `macs` by the convention of the whole. */
export interface LayerSummary {
  readonly name: string;
  readonly kind: string;
  readonly inputs: readonly string[];
  readonly inputShapes: readonly Shape[];
  readonly outputShape: Shape;
  readonly params: number;
  readonly trainableParams: number;
  /** MACs for one sample. */
  readonly macs: number;
  readonly receptiveField: Field;
}

/** Everything that can be counted of a graph without running it. JSON-safe. */
export interface Summary {
  readonly name: string;
  readonly convention: ConventionName;
  readonly inputs: { readonly [name: string]: Shape };
  readonly outputs: { readonly [name: string]: Shape };
  readonly params: number;
  readonly trainableParams: number;
  /** MACs for one sample. */
  readonly macs: number;
  /** Twice the MACs. */
  readonly flops: number;
  /** Numbers that all layers put out for one sample. */
  readonly activations: number;
  /** Bytes, for one sample. */
  readonly memory: Memory;
  /** Of the last node on the way to the first output that does not see the whole input. */
  readonly receptiveField: NodeField;
  readonly misaligned: readonly Misalignment[];
  readonly layers: readonly LayerSummary[];
}

export interface SummarizeOptions {
  readonly convention?: ConventionName;
}

/** Shapes, parameters, MACs, memory and receptive fields of a graph and of each layer. */
export function summarize(graph: Graph, { convention = "torchvision" }: SummarizeOptions = {}): Summary {
  const shapes = inferShapes(graph);
  const parameters = parametersByNode(graph, shapes);
  const macs = macsByNode(graph, convention, shapes);
  const { fields, misaligned } = receptiveFields(graph, {}, shapes);
  const counted = conventions[convention].parameters;
  const layers = graph.nodes.map((node): LayerSummary => {
    const { trainable, nonTrainable } = parameters.get(node.name) ?? { trainable: 0, nonTrainable: 0 };
    return {
      name: node.name,
      kind: node.layer.kind,
      inputs: node.inputs,
      inputShapes: inputShapes(node, shapes),
      outputShape: shapes.get(node.name) ?? [],
      params: counted === "all" ? trainable + nonTrainable : trainable,
      trainableParams: trainable,
      macs: macs.get(node.name) ?? 0,
      receptiveField: fields.get(node.name) ?? "nothing",
    };
  });
  const total = (of: (layer: LayerSummary) => number): number => layers.reduce((sum, layer) => sum + of(layer), 0);
  const work = total((layer) => layer.macs);
  return {
    name: graph.name,
    convention,
    inputs: Object.fromEntries(Object.entries(graph.inputs).map(([name, input]) => [name, inputShape(input)])),
    outputs: Object.fromEntries(graph.outputs.map((name) => [name, shapes.get(name) ?? []])),
    params: total((layer) => layer.params),
    trainableParams: total((layer) => layer.trainableParams),
    macs: work,
    flops: 2 * work,
    activations: total((layer) => product(layer.outputShape)),
    memory: memory(graph, {}, shapes),
    receptiveField: finalField(graph, fields, shapes),
    misaligned,
    layers,
  };
}
