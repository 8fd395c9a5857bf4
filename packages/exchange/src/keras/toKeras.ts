import { isSequence, type Graph } from "@convscope/core";
import type { Arrays } from "@convscope/files/bytes";
import { python, variables } from "../pytorch/python.ts";
import { kerasArrays, kerasNet, type KerasLayer, type KerasNet, type KerasValue } from "./kerasLayers.ts";
import type { Value } from "./writer.ts";

/**
 * A graph as the source of a Python module for Keras 3: `build()` and `load(path)` for a safetensors file of `toKerasWeights`.
 * Layers have the nodes' names; maps have the channels last.
 *
 * @throws LayerError for a layer that Keras does not have.
 */
export function toKeras(graph: Graph): string {
  const net = kerasNet(graph, "keras3");
  return `# ${JSON.stringify(graph.name)} for Keras 3, written by Convscope. Maps have the channels last.
import json

import keras
import numpy as np
from keras import layers


def build():
    """The network with Keras's own first weights."""
${lines(graph, net).map((line) => `    ${line}`).join("\n")}


def load(path="weights.safetensors"):
    """The network with the weights of a file, named layer/weight in Keras's order."""
    model = build()
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        data = file.read()
    weights = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        begin, end = entry["data_offsets"]
        array = np.frombuffer(data[begin:end], dtype="<f4").reshape(entry["shape"])
        weights.setdefault(name.split("/")[0], []).append(array)
    for layer, arrays in weights.items():
        model.get_layer(layer).set_weights(arrays)
    return model
`;
}

/** A graph's weights in Keras's layouts, named `conv1/kernel`, in the order in which `set_weights` takes those of each layer. */
export const toKerasWeights = (graph: Graph, weights: Arrays): Arrays => Object.fromEntries(kerasNet(graph, "keras3").layers.flatMap((layer) => kerasArrays(layer, weights)));

function lines(graph: Graph, { layers, inputs, outputs }: KerasNet): string[] {
  const names = variables(layers.map(({ name }) => name), ["keras", "layers", "json", "np", "build", "load", "model", "x"]);
  const variable = ({ layer, call }: KerasValue): string => `${names.get(layer)}${call > 0 ? `_${call + 1}` : ""}`;
  const tokens = new Set(Object.entries(graph.inputs).flatMap(([name, spec], i) => (isSequence(spec) ? [inputs[i] ?? name] : [])));
  const written = layers.map((layer) => (layer.className === "InputLayer" ? inputLine(layer, tokens.has(layer.name), variable) : undefined)).filter((line) => line !== undefined);
  const calls = layers.flatMap((layer) => layer.calls.map((values, call) => ({ layer, values, call })));
  const known = new Set(inputs.map((input) => `${input} 0`));
  // A later call of a shared layer waits for what it takes.
  while (calls.length > 0) {
    const next = calls.findIndex(({ values, layer, call }) => values.every((value) => known.has(`${value.layer} ${value.call}`)) && (call === 0 || known.has(`${layer.name} ${call - 1}`)));
    const [found] = calls.splice(Math.max(next, 0), 1);
    if (!found) break;
    const { layer, values, call } = found;
    const object = layer.calls.length > 1 ? `${names.get(layer.name)}_layer` : constructed(layer);
    if (layer.calls.length > 1 && call === 0) written.push(`${object} = ${constructed(layer)}`);
    const given = values.map(variable);
    written.push(`${variable({ layer: layer.name, call })} = ${object}(${layer.className === "MultiHeadAttention" ? `${given[0]}, ${given[0]}` : given.length === 1 ? given[0] : `[${given.join(", ")}]`})`);
    known.add(`${layer.name} ${call}`);
  }
  const list = (values: readonly string[]): string => (values.length === 1 ? (values[0] ?? "") : `[${values.join(", ")}]`);
  return [...written, `return keras.Model(${list(inputs.map((input) => variable({ layer: input, call: 0 })))}, ${list(outputs.map(variable))})`];
}

const inputLine = ({ name, config }: KerasLayer, tokens: boolean, variable: (value: KerasValue) => string): string => {
  const shape = config["batch_shape"];
  return `${variable({ layer: name, call: 0 })} = keras.Input(${literal(Array.isArray(shape) ? (shape.slice(1) as Value[]) : [])}, name=${python(name)}${tokens ? ', dtype="int32"' : ""})`;
};

function constructed({ name, className, config }: KerasLayer): string {
  const { layer, ...options } = config;
  const { class_name: inner, config: innerConfig } = typeof layer === "object" && layer !== null && !Array.isArray(layer) ? (layer as { readonly [field: string]: Value }) : {};
  const wrapped = typeof inner === "string" ? [`layers.${inner}(${told(inner, innerConfig as KerasLayer["config"]).join(", ")})`] : [];
  return `layers.${className}(${[...wrapped, ...told(className, options), `name=${python(name)}`].join(", ")})`;
}

/** What each of Keras 3's layers takes for granted that has the option at all; so a person leaves it out. */
const granted: ReadonlySet<string> = new Set(['padding="valid"', "dilation_rate=(1,)", "dilation_rate=(1, 1)", "use_bias=True", "axis=-1", "center=True", "scale=True"]);

/** Strides of convolutions besides; those of a pooling are as large as its window where nothing is said. */
const unitStrides: ReadonlySet<string> = new Set(["strides=(1,)", "strides=(1, 1)"]);

/** The options of a layer that say something. */
const told = (className: string, config: { readonly [name: string]: Value }): string[] =>
  Object.entries(config)
    .map(([name, value]) => `${name}=${literal(value)}`)
    .filter((option) => !granted.has(option) && !(className.includes("Conv") && unitStrides.has(option)));

function literal(value: Value): string {
  if (!Array.isArray(value)) return python(value as string | number | boolean | null);
  const items = (value as readonly Value[]).map(literal);
  return `(${items.join(", ")}${items.length === 1 ? "," : ""})`;
}
