import { GraphError, outputShape, parseGraph, weights as weightsOf, type Graph, type InputSpec, type Layer, type Node, type Shape } from "@convscope/core";
import { FormatError, type Arrays, type NdArray } from "@convscope/files/bytes";
import { Fields, isRecord, shown, type JsonRecord } from "./fields.ts";
import { readers } from "./readers.ts";
import type { Read } from "./reader.ts";
import type { Source } from "./store.ts";
import { callsOf, historyOf, type Tensor } from "./wiring.ts";

/** Where a node's weights come from, and what becomes of them. */
export interface Weighted {
  readonly node: string;
  readonly source: Source;
  readonly where: string;
  readonly convert: (arrays: readonly NdArray[], where: string) => Arrays;
}

export interface Imported {
  readonly graph: Graph;
  readonly weighted: readonly Weighted[];
}

export interface ConfigOptions {
  /** Named in messages. */
  readonly file: string;
  /** For a model whose sizes are open: the shape of its first input, without the batch. */
  readonly inputShape?: Shape;
}

/**
 * A Keras model's configuration as a graph whose nodes have the layers' names; what lies in a model within the model has both names,
 * with a dot between.
 *
 * @throws FormatError that names the layer which Convscope cannot take, and why.
 */
export function graphOfConfig(config: unknown, options: ConfigOptions): Imported {
  const building = new Building(options);
  const model = layerRecord(config, options.file);
  const outputs = building.model(model, { prefix: "", weights: "", path: [], place: "" }, undefined);
  const name = typeof model.config["name"] === "string" && model.config["name"] !== "" ? model.config["name"] : "model";
  try {
    const graph: Graph = { name, inputs: building.inputs(), outputs, nodes: building.nodes };
    // A file from elsewhere is checked like any other graph.
    return { graph: parseGraph(JSON.stringify(graph), { file: options.file }), weighted: building.weighted };
  } catch (error) {
    if (error instanceof GraphError) throw new FormatError(error.message, { cause: error });
    throw error;
  }
}

interface LayerRecord { readonly className: string; readonly name: string; readonly config: JsonRecord; readonly inbound: unknown; readonly keras3: boolean; readonly build: unknown }

/** A name stands in many messages. */
const longestName = 500;

function layerRecord(value: unknown, file: string): LayerRecord {
  if (!isRecord(value) || typeof value["class_name"] !== "string") throw new FormatError(`${file}: a layer must be a record with class_name and config. Received ${shown(value)}.`);
  const className = value["class_name"];
  if (className.length > longestName) throw new FormatError(`${file}: the name of a class must have at most ${longestName} letters. Received one of ${className.length}.`);
  const config = Array.isArray(value["config"]) ? { layers: value["config"] as unknown } : value["config"];
  if (!isRecord(config)) throw new FormatError(`${file}: the config of a ${className} must be a record. Received ${shown(config)}.`);
  const name = value["name"] ?? config["name"];
  if (typeof name === "string" && name.length > longestName) throw new FormatError(`${file}: the name of a layer must have at most ${longestName} letters. Received one of ${name.length}.`);
  return { className, name: typeof name === "string" ? name : "", config, inbound: value["inbound_nodes"], keras3: "module" in value && "registered_name" in value, build: value["build_config"] };
}

/** Where a model lies: the start of its nodes' names, of those that have the weights, and of its places in files. */
interface Place { readonly prefix: string; readonly weights: string; readonly path: readonly string[]; readonly place: string }

const isModel = (className: string): boolean => ["Sequential", "Functional", "Model"].includes(className);
const deepest = 16;
/** Layers and calls of layers, those in models counted each time that their model is called: twice the nodes that a graph may have. */
const most = 20_000;

class Building {
  readonly nodes: Node[] = [];
  readonly weighted: Weighted[] = [];
  readonly #shapes = new Map<string, Shape>();
  readonly #inputs = new Map<string, Shape>();
  readonly #options: ConfigOptions;
  #spent = 0;

  constructor(options: ConfigOptions) {
    this.#options = options;
  }

  /** Inputs that are looked up in a table take tokens. */
  inputs(): Graph["inputs"] {
    const spec = (name: string, shape: Shape): InputSpec => {
      const reader = this.nodes.find((node) => node.inputs.includes(name) && node.layer.kind === "embedding")?.layer;
      return reader && "vocabulary" in reader && shape.length === 1 ? { kind: "sequence", length: shape[0] ?? 1, vocabulary: reader.vocabulary } : shape;
    };
    return Object.fromEntries([...this.#inputs].map(([name, shape]) => [name, spec(name, shape)]));
  }

  /** Adds a model's nodes; without `given` its inputs are the graph's. Gives back the names of its outputs. */
  model(model: LayerRecord, place: Place, given: readonly string[] | undefined): readonly string[] {
    const { file } = this.#options;
    if (!isModel(model.className)) throw new FormatError(`${file}: the model must be Sequential or Functional. Received a ${model.className}. A model of its own class is code: export its parts, or write its graph.`);
    if (place.path.length > deepest) throw new FormatError(`${file}: models must lie within one another at most ${deepest} deep.`);
    const listed = model.config["layers"];
    if (!Array.isArray(listed) || listed.length === 0) throw new FormatError(`${file}: ${model.name || "the model"} (${model.className}) must have layers. Received ${shown(listed)}.`);
    this.#spend(listed.length);
    const layers = listed.map((layer: unknown) => layerRecord(layer, file));
    const places = placesOf(layers, place.place);
    return model.className === "Sequential" && !Array.isArray(model.config["output_layers"]) ? this.#sequential(model, layers, places, place, given) : this.#functional(model, layers, places, place, given);
  }

  #sequential(model: LayerRecord, layers: readonly LayerRecord[], places: ReadonlyMap<LayerRecord, string>, place: Place, given: readonly string[] | undefined): readonly string[] {
    const [first] = layers;
    const start = first?.className === "InputLayer" ? first.name : `${model.name || "model"}_input`;
    const build = isRecord(model.build) ? model.build["input_shape"] : undefined;
    let values = given ?? [this.#input(start, first?.config["batch_input_shape"] ?? first?.config["batch_shape"] ?? model.config["build_input_shape"] ?? build)];
    for (const layer of layers) if (layer.className !== "InputLayer") values = this.#call(layer, places.get(layer) ?? "", place, 0, values);
    return values;
  }

  #functional(model: LayerRecord, layers: readonly LayerRecord[], places: ReadonlyMap<LayerRecord, string>, place: Place, given: readonly string[] | undefined): readonly string[] {
    const where = `${this.#options.file}: ${model.name || "the model"}`;
    const values = new Map<string, (readonly string[])[]>();
    historyOf(model.config["input_layers"], where).forEach(({ layer }, i) => {
      const config = layers.find(({ name }) => name === layer)?.config;
      values.set(layer, [[given ? (given[i] ?? "") : this.#input(layer, config?.["batch_input_shape"] ?? config?.["batch_shape"])]]);
    });
    /** A layer called in several models is listed with the calls of all; the numbers count those too. */
    const valueOf = ({ layer, call, output }: Tensor): string | undefined => {
      const calls = values.get(layer);
      return calls?.[Math.min(call, calls.length - 1)]?.[output];
    };
    // Keras lists layers so that each comes after its inputs, but calls of a shared one may wait for later layers.
    const waiting = layers.filter((layer) => !values.has(layer.name)).flatMap((layer) => callsOf(layer.inbound, `${where}, ${layer.name} (${layer.className})`).map((inputs, call) => ({ layer, inputs, call })));
    this.#spend(waiting.length);
    while (waiting.length > 0) {
      const next = waiting.findIndex(({ inputs, layer, call }) => (values.get(layer.name)?.length ?? 0) === call && inputs.every((tensor) => ready(tensor, values, valueOf)));
      const [found] = next < 0 ? [] : waiting.splice(next, 1);
      if (!found) throw new FormatError(`${where}: every input of a layer must be there before it. Received ${waiting.slice(0, 3).map(({ layer }) => layer.name).join(", ")} without theirs.`);
      const { layer, inputs, call } = found;
      const outputs = this.#call(layer, places.get(layer) ?? "", place, call, inputs.map((tensor) => valueOf(tensor) ?? ""));
      values.set(layer.name, [...(values.get(layer.name) ?? []), outputs]);
    }
    return historyOf(model.config["output_layers"], where).map((tensor) => {
      const value = valueOf(tensor);
      if (value === undefined) throw new FormatError(`${where}: an output must be of one of its layers. Received "${tensor.layer}".`);
      return value;
    });
  }

  /** Models that call models several times would grow without end. */
  #spend(layers: number): void {
    this.#spent += layers;
    if (this.#spent > most) throw new FormatError(`${this.#options.file}: must have at most ${most} layers and calls of layers, those of models counted for each call of the model.`);
  }

  #input(name: string, batched: unknown): string {
    const { file, inputShape } = this.#options;
    const open = Array.isArray(batched) ? (batched.slice(1) as unknown[]) : undefined;
    const shape: unknown = this.#inputs.size === 0 && inputShape ? inputShape : open;
    if (!Array.isArray(shape) || shape.length === 0 || !shape.every((n) => typeof n === "number" && Number.isSafeInteger(n) && n >= 1))
      throw new FormatError(`${file}: input "${name}" must have a size along every axis. Received ${shown(open ?? null)}. Give inputShape, without the batch.`);
    this.#inputs.set(name, shape as Shape);
    this.#shapes.set(name, shape as Shape);
    return name;
  }

  /** Adds what one call of a layer is. */
  #call(record: LayerRecord, place: string, { prefix, weights, path }: Place, call: number, inputs: readonly string[]): readonly string[] {
    const again = call > 0 ? `.call${call}` : "";
    const [name, owner] = [`${prefix}${record.name}${again}`, `${weights}${record.name}`];
    if (isModel(record.className)) return this.model(record, { prefix: `${name}.`, weights: `${owner}.`, path: [...path, record.name], place }, inputs);
    const where = `${this.#options.file}: layer "${name}" (${record.className})`;
    const reader = Object.hasOwn(readers, record.className) ? readers[record.className] : undefined;
    if (!reader) throw new FormatError(`${where}: Convscope has no such layer. It reads ${Object.keys(readers).sort().join(", ")}.`);
    const shapes = inputs.map((input) => this.#shapes.get(input) ?? []);
    const read = asFormat(where, () => reader(new Fields(record.config, where, record.keras3), shapes));
    return [this.#add(read, { name, owner, where, inputs, source: { path: [...path, record.name], place, stored: read.stored ?? [""] } })];
  }

  #add(read: Read, { name, owner, where, inputs, source }: { readonly name: string; readonly owner: string; readonly where: string; readonly inputs: readonly string[]; readonly source: Source }): string {
    let [value, from] = ["", read.order ? read.order.map((i) => inputs[i] ?? "") : inputs];
    read.layers.forEach((layer: Layer, i) => {
      value = i === 0 ? name : `${name}.${layer.kind}`;
      const shapes = from.map((input) => this.#shapes.get(input) ?? []);
      const hasWeights = asFormat(where, () => Object.keys(weightsOf(layer, shapes)).length > 0);
      this.nodes.push({ name: value, layer, inputs: from, ...(hasWeights && owner !== name && { weightsOf: owner }) });
      this.#shapes.set(value, asFormat(where, () => outputShape(layer, shapes)));
      if (hasWeights && owner === name && read.weights) this.weighted.push({ node: name, source, where, convert: read.weights });
      from = [value];
    });
    return value;
  }
}

const ready = (tensor: Tensor, values: ReadonlyMap<string, readonly unknown[]>, valueOf: (tensor: Tensor) => string | undefined): boolean => values.has(tensor.layer) && valueOf(tensor) !== undefined;

/** Places in files of Keras 3: the class in small letters, numbered from its second use on. */
function placesOf(layers: readonly LayerRecord[], around: string): ReadonlyMap<LayerRecord, string> {
  const used = new Map<string, number>();
  return new Map(
    layers.map((layer) => {
      const name = layer.className.replace(/\W+/g, "").replace(/(.)([A-Z][a-z]+)/g, "$1_$2").replace(/([a-z])([A-Z])/g, "$1_$2").toLowerCase();
      const count = used.get(name) ?? 0;
      used.set(name, count + 1);
      return [layer, `${around && `${around}/`}layers/${name}${count > 0 ? `_${count}` : ""}`];
    }),
  );
}

/** Says where in the file a layer's own rule was broken. */
function asFormat<T>(where: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof FormatError) throw error;
    throw new FormatError(`${where}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
