import { ancestors, didYouMean, graph, GraphError, inputShape, isSequence, type Block, type Graph, type InputSpec, type Shape } from "@convscope/core";

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
}

/** Options that only some models have. */
export interface Extras {
  /** Multiplies the channels of every layer. */
  readonly width?: number;
  /** Multiplies the number of blocks. */
  readonly depth?: number;
  /** Share of the values dropped before the classifier, below 1. */
  readonly dropout?: number;
  /** Whether auxiliary classifiers stand beside the main path, as further outputs. */
  readonly auxiliary?: boolean;
  /** Whether pictures normalised as ImageNet's are first brought to −1 … 1, for weights that were trained so. */
  readonly transformInput?: boolean;
}

export interface ModelOptions extends Extras {
  /** Outputs of the last layer. */
  readonly classes?: number;
  /** `[height, width, channels]` of a picture, or `[length]` of a sequence; of the first input, where there are several. */
  readonly inputShape?: Shape;
  /** One of the row's `variants`. */
  readonly variant?: string;
  /** Ends the graph in these nodes instead: feature maps for something else to use. */
  readonly features?: readonly string[];
}

/** What a row's block is built from: every option with a value. */
export interface Settings extends Required<Extras> {
  readonly classes: number;
  readonly inputShape: Shape;
  /** The name of the variant; empty for the model itself. */
  readonly variant: string;
}

const none: Required<Extras> = { width: 1, depth: 1, dropout: 0, auxiliary: false, transformInput: false };

/**
 * The graph of a row.
 *
 * @throws RangeError for an option that the model does not have or a value that cannot be, LayerError where the input is too small.
 */
export function build(row: ModelRow, options: ModelOptions = {}): Graph {
  checkOptions(row, options);
  const { classes = row.classes, variant = "", inputShape: _, features, ...extras } = options;
  const inputs = reshaped(row, row.variants?.[variant]?.inputs ?? row.inputs, options.inputShape);
  const built = graph(row.name, inputs, row.block({ ...none, ...row.options, ...extras, classes, variant, inputShape: inputShape(firstOf(inputs)) }));
  return features === undefined ? built : cut(built, features);
}

function checkOptions(row: ModelRow, options: ModelOptions): void {
  const { name, variants = {} } = row;
  const known = ["classes", "inputShape", "features", ...(row.variants ? ["variant"] : []), ...Object.keys(row.options ?? {})];
  for (const option of Object.keys(options))
    if (!known.includes(option)) throw new RangeError(`${name}: unknown option ${option}.${didYouMean(option, known)} Options: ${known.join(", ")}.`);
  const { classes, variant, dropout, width, depth } = options;
  if (classes !== undefined && (!Number.isSafeInteger(classes) || classes < 1)) throw new RangeError(`${name}: classes must be a whole number ≥ 1. Received ${classes}.`);
  if (variant !== undefined && !Object.hasOwn(variants, variant)) throw new RangeError(`${name}: variant must be one of ${Object.keys(variants).join(", ")}. Received "${variant}".`);
  if (dropout !== undefined && !(dropout >= 0 && dropout < 1)) throw new RangeError(`${name}: dropout must be a share of at least 0 and below 1. Received ${dropout}.`);
  for (const [option, value] of Object.entries({ width, depth }))
    if (value !== undefined && !(Number.isFinite(value) && value > 0)) throw new RangeError(`${name}: ${option} must be a number above 0. Received ${value}.`);
}

const firstOf = (inputs: Graph["inputs"]): InputSpec => Object.values(inputs)[0] ?? [];

/** The inputs with another shape of the first. */
function reshaped({ name }: ModelRow, inputs: Graph["inputs"], shape: Shape | undefined): Graph["inputs"] {
  if (shape === undefined) return inputs;
  const first = firstOf(inputs);
  const expected = isSequence(first) ? "[length]" : first.length === 3 ? "[height, width, channels]" : `a list of ${first.length}`;
  if (shape.length !== inputShape(first).length) throw new RangeError(`${name}: inputShape must be ${expected}. Received ${JSON.stringify(shape)}.`);
  const [length = 0] = shape;
  return { ...inputs, [Object.keys(inputs)[0] ?? ""]: isSequence(first) ? { ...first, length } : shape };
}

/** The part of a graph that the named nodes need, with these as its outputs. */
function cut(built: Graph, features: readonly string[]): Graph {
  if (features.length === 0) throw new GraphError(`${built.name}: features must name a node. Received none.`);
  const names = built.nodes.map(({ name }) => name);
  for (const feature of features)
    if (!names.includes(feature)) throw new GraphError(`${built.name}: features must be nodes of the graph. Received "${feature}".${didYouMean(feature, names)}`);
  const nodes = ancestors(built, features);
  const used = new Set(nodes.flatMap(({ inputs }) => inputs));
  const inputs = Object.fromEntries(Object.entries(built.inputs).filter(([name]) => used.has(name)));
  return { name: built.name, inputs, outputs: features, nodes };
}
