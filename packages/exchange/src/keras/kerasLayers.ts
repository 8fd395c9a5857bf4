import { activationOf, at, inferShapes, inputShapes, isActivation, isSequence, weightOwner, type Graph, type Node } from "@convscope/core";
import { FormatError, type Arrays, type NdArray } from "@convscope/files/bytes";
import { kerasRowOf } from "./table.ts";
import type { KerasPlace, KerasStep } from "./writer.ts";

/** A value: the output of a call of a Keras layer. */
export interface KerasValue {
  readonly layer: string;
  readonly call: number;
}

/** A Keras layer with all its calls. */
export interface KerasLayer {
  readonly name: string;
  readonly className: string;
  readonly config: KerasStep["config"];
  /** For each call the values that it takes. */
  readonly calls: (readonly KerasValue[])[];
  /** The node whose weights it has, and how they become Keras's. */
  readonly node?: string;
  readonly weights?: KerasStep["weights"];
}

/** A graph in Keras's layers, in an order in which each comes after its inputs. */
export interface KerasNet {
  readonly layers: readonly KerasLayer[];
  readonly inputs: readonly string[];
  readonly outputs: readonly KerasValue[];
}

/**
 * A graph in Keras's words.
 *
 * @throws LayerError for a layer that Keras does not have.
 */
export function kerasNet(graph: Graph, dialect: KerasPlace["dialect"]): KerasNet {
  const shapes = inferShapes(graph);
  const names = new Names();
  const layers = new Map<string, KerasLayer>();
  const values = new Map<string, KerasValue>();
  const put = (layer: KerasLayer): KerasValue => {
    layers.set(layer.name, layer);
    return { layer: layer.name, call: 0 };
  };
  for (const [name, spec] of Object.entries(graph.inputs))
    values.set(name, put({ name: names.of(name), className: "InputLayer", config: { batch_shape: [null, ...(shapes.get(name) ?? [])], dtype: isSequence(spec) ? "int32" : "float32" }, calls: [] }));
  const ofNode = new Map(graph.nodes.map((node) => [node.name, node]));
  const owners = new Map<string, string>();
  for (const node of graph.nodes) {
    const [first = [], ...more] = inputShapes(node, shapes);
    const place: KerasPlace = { inputs: [first, ...more], output: shapes.get(node.name) ?? [], atLeastZero: node.inputs.map((name) => isAtLeastZero(ofNode.get(name))), dialect };
    const steps = at(node.name, () => kerasRowOf(node.layer)(node.layer, place));
    // The step that has the weights has the node's name, or else the last.
    const weighted = steps.findIndex(({ weights }) => weights);
    const named = weighted < 0 ? steps.length - 1 : weighted;
    let taken = node.inputs.map((name) => values.get(name) ?? { layer: "", call: 0 });
    steps.forEach((step, i) => {
      const inputs = step.on === undefined ? taken : taken.slice(step.on, step.on + 1);
      const owner = step.weights && node.weightsOf !== undefined ? layers.get(owners.get(weightOwner(node)) ?? "") : undefined;
      const value = owner ? { layer: owner.name, call: owner.calls.push(inputs) - 1 } : put({ name: names.of(i === named ? node.name : `${node.name}.${step.className}`), className: step.className, config: step.config, calls: [inputs], ...(step.weights && { node: node.name, weights: step.weights }) });
      if (step.weights && !owner) owners.set(node.name, value.layer);
      taken = step.on === undefined ? [value] : taken.map((one, j) => (j === step.on ? value : one));
    });
    values.set(node.name, taken[0] ?? { layer: "", call: 0 });
  }
  return { layers: [...layers.values()], inputs: Object.keys(graph.inputs).map((name) => values.get(name)?.layer ?? ""), outputs: graph.outputs.map((name) => values.get(name) ?? { layer: "", call: 0 }) };
}

/** The weights of a layer in Keras's order, named `conv/kernel`. */
export function kerasArrays({ name, node, weights }: KerasLayer, arrays: Arrays): readonly (readonly [name: string, array: NdArray])[] {
  if (!weights) return [];
  const ours = (weight: string): NdArray => {
    const array = arrays[`${node}.${weight}`];
    if (!array) throw new FormatError(`${node}.${weight}: missing among the weights.`);
    return array;
  };
  return weights(ours).map(([weight, array]) => [`${name}/${weight}`, array]);
}

const isAtLeastZero = (node: Node | undefined): boolean => node !== undefined && isActivation(node.layer) && activationOf(node.layer).range.from >= 0;

/** Names that both Keras and TensorFlow.js allow. */
class Names {
  readonly #used = new Set<string>();

  of(name: string): string {
    const plain = name.replace(/[^A-Za-z0-9_.-]+/g, "_").replace(/^[^A-Za-z0-9]+/, "");
    let unique = plain === "" ? "layer" : plain;
    for (let i = 1; this.#used.has(unique); i++) unique = `${plain}_${i}`;
    this.#used.add(unique);
    return unique;
  }
}
