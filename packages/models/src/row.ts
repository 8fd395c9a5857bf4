import { ancestors, didYouMean, formatShape, graph, GraphError, inputShape, isSequence, LayerError, type Block, type Graph, type InputSpec, type Shape } from "@convscope/core";
import { checkedOptions, type Extras, type ModelOptions } from "./options.ts";
import type { Published } from "./published.ts";

/** A model as its paper's table gives it. `params` and `macs` are of the default settings, by torchvision's convention; a test computes both again. */
export interface ModelRow {
  readonly name: string;
  readonly title: string;
  readonly family: string;
  readonly year: number;
  /** Where it is described. */
  readonly paper: string;
  /** The default inputs by name: for most, one `input` of `[height, width, channels]`. */
  readonly inputs: Graph["inputs"];
  /** Outputs of the last layer; its channels, where the output is maps. */
  readonly classes: number;
  readonly params: number;
  readonly macs: number;
  /** What differs from the source, if anything does. */
  readonly note?: string;
  /** What else may be asked of this model, each with its default. */
  readonly options?: Extras;
  /** Other versions of the same net, e.g. Keras's, with their own figures; asked for as `variant`. */
  readonly variants?: Readonly<Record<string, Variant>>;
  /** Trained weights and where they are, the usual first. The registry fills this in. */
  readonly published?: readonly Published[];
  /** Whether it lays its input in a row first, so that this may have any number of axes. */
  readonly flattens?: boolean;
  readonly block: (settings: Settings) => Block;
}

/** A version of a model that differs in details. */
export interface Variant {
  /** What it differs in. */
  readonly note: string;
  readonly params: number;
  readonly macs: number;
  /** The default inputs, where they differ. */
  readonly inputs?: Graph["inputs"];
  /** Defaults of the row's options, where they differ. */
  readonly options?: Extras;
}

/** What a row's block is built from: every option with a value. */
export interface Settings extends Required<Extras> {
  readonly classes: number;
  readonly inputShape: Shape;
  /** The name of the variant; empty for the model itself. */
  readonly variant: string;
}

const none: Required<Extras> = { width: 1, depth: 1, dropout: 0, auxiliary: false, transformInput: false, vocabulary: 1 };

/**
 * The graph of a row.
 *
 * @throws RangeError for an option that the model does not have a value that cannot be, or an input that a layer cannot take; LayerError where another option makes a layer too large.
 */
export function build(row: ModelRow, options: ModelOptions = {}): Graph {
  const { name, variants = {} } = row;
  const known = ["classes", "inputShape", "features", ...(row.variants ? ["variant"] : []), ...Object.keys(row.options ?? {})];
  const { classes = row.classes, variant, inputShape: shape, features, ...extras } = checkedOptions(name, options, known);
  if (variant !== undefined && !Object.hasOwn(variants, variant)) throw new RangeError(`${name}: variant must be one of ${Object.keys(variants).join(", ")}. Received "${variant}".`);
  const version = variant === undefined ? undefined : variants[variant];
  const usual = spoken(version?.inputs ?? row.inputs, extras.vocabulary);
  const [inputs, own] = [reshaped(row, usual, shape), inputShape(firstOf(usual))];
  const settings = { ...none, ...row.options, ...version?.options, ...extras, classes, variant: variant ?? "", inputShape: inputShape(firstOf(inputs)) };
  const built = shape === undefined ? graph(name, inputs, row.block(settings)) : suited(name, settings.inputShape, own, () => graph(name, inputs, row.block(settings)));
  return features === undefined ? built : cut(built, features);
}

/** Says of a layer that does not fit that it is the input that can be changed: the layers of a model are fixed. */
function suited(name: string, shape: Shape, own: Shape, make: () => Graph): Graph {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof LayerError)) throw error;
    throw new RangeError(`${name}: inputShape must suit every layer, as ${formatShape(own)} does. Received ${formatShape(shape)}. ${error.message}`, { cause: error });
  }
}

const firstOf = (inputs: Graph["inputs"]): InputSpec => Object.values(inputs)[0] ?? [];

/** The inputs with another vocabulary, where they are words. */
const spoken = (inputs: Graph["inputs"], vocabulary: number | undefined): Graph["inputs"] =>
  vocabulary === undefined ? inputs : Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, isSequence(input) ? { ...input, vocabulary } : input]));

/** The inputs with another shape of the first. */
function reshaped({ name, flattens = false }: ModelRow, inputs: Graph["inputs"], shape: Shape | undefined): Graph["inputs"] {
  if (shape === undefined) return inputs;
  const first = firstOf(inputs);
  const expected = isSequence(first) ? "[length]" : first.length === 3 ? "[height, width, channels]" : `a list of ${first.length} ${first.length === 1 ? "size" : "sizes"}`;
  if (!flattens && shape.length !== inputShape(first).length) throw new RangeError(`${name}: inputShape must be ${expected}. Received ${JSON.stringify(shape)}.`);
  const [length = 0] = shape;
  return { ...inputs, [Object.keys(inputs)[0] ?? ""]: isSequence(first) ? { ...first, length } : shape };
}

/** Where a part of a network was named, such as a stage: the node in which it ends. */
function lastOf(part: string, names: readonly string[]): string | undefined {
  const last = names.findLast((name) => name.startsWith(`${part}.`));
  return last === undefined ? undefined : ` That is a part of several; the last is "${last}".`;
}

/** The part of a graph that the named nodes need, with these as its outputs. */
function cut(built: Graph, features: readonly string[]): Graph {
  if (features.length === 0) throw new GraphError(`${built.name}: features must name a node. Received none.`);
  const names = built.nodes.map(({ name }) => name);
  for (const feature of features)
    if (!names.includes(feature)) throw new GraphError(`${built.name}: features must be nodes of the graph. Received "${feature}".${lastOf(feature, names) ?? didYouMean(feature, names)}`);
  const nodes = ancestors(built, features);
  const used = new Set(nodes.flatMap(({ inputs }) => inputs));
  const inputs = Object.fromEntries(Object.entries(built.inputs).filter(([name]) => used.has(name)));
  return { name: built.name, inputs, outputs: features, nodes };
}
