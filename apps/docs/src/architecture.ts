import { graph as graphOf, inputShape, inputsSeen, parseGraph, product, type Graph, type Layer, type LayerSummary, type SeenRange, type Shape } from "@convscope/core";

/** A file that a reader gave. */
export interface GivenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Nothing a browser can hold twice is larger. */
const mostBytes = 2 ** 30;

const isRecord = (value: unknown): value is { readonly [field: string]: unknown } => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * The network in a file: a graph of ours, Keras's `.keras` or whole-model `.h5`, the JSON of a Keras model, or TensorFlow.js's model.json.
 * What reads Keras's files is fetched only for one.
 *
 * @throws Error in the words of whoever refused it.
 */
export async function openGraph({ name, bytes }: GivenFile): Promise<Graph> {
  if (bytes.length > mostBytes) throw new RangeError(`${name}: must have at most ${mostBytes} bytes. Received ${bytes.length}.`);
  // Whatever the name says: text that begins as a record is JSON, all else is an archive or HDF5.
  const start = new TextDecoder().decode(bytes.subarray(0, 64)).trimStart();
  if (!start.startsWith("{")) {
    const { fromKeras } = await import("@convscope/exchange");
    return (await fromKeras(bytes, { file: name })).graph;
  }
  const text = new TextDecoder().decode(bytes);
  const json = parsed(text);
  if (!isRecord(json) || "nodes" in json) return parseGraph(text, { file: name });
  const { graphFromKeras, graphFromTfjs } = await import("@convscope/exchange");
  return "modelTopology" in json ? graphFromTfjs(text, { file: name }) : graphFromKeras(text, { file: name });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // parseGraph says what is wrong with it.
    return undefined;
  }
}

/** The groups of nodes by the dots in their names, a group before those in it: `layer1`, `layer1.0`. */
export function groupPaths(names: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const name of names) {
    const parts = name.split(".");
    for (let i = 1; i < parts.length; i++) found.add(parts.slice(0, i).join("."));
  }
  return [...found];
}

/** The groups that the title of a frame stands for: `layer1` itself, and each of `features.4–6`. */
export function pathsOf(title: string, paths: readonly string[]): readonly string[] {
  if (paths.includes(title)) return [title];
  const [, stem = "", first = "", last = ""] = /^(.*?)([^.–]+)–([^–]+)$/.exec(title) ?? [];
  const inside = paths.filter((path) => path.startsWith(stem) && !path.slice(stem.length).includes("."));
  const [from, until] = [inside.indexOf(`${stem}${first}`), inside.indexOf(`${stem}${last}`)];
  return from < 0 || until < from ? [] : inside.slice(from, until + 1);
}

/** What a part of a network adds up to. */
export interface PartTotals {
  readonly layers: number;
  readonly params: number;
  readonly macs: number;
}

/** The sums of the layers below some paths. */
export function totalsOf(layers: readonly LayerSummary[], paths: readonly string[]): PartTotals {
  const inside = layers.filter(({ name }) => paths.some((path) => name === path || name.startsWith(`${path}.`)));
  return { layers: inside.length, params: inside.reduce((sum, { params }) => sum + params, 0), macs: inside.reduce((sum, { macs }) => sum + macs, 0) };
}

/** How many products make one number that a layer puts out; nothing where it only moves or compares numbers. */
export function productsPerUnit({ macs, outputShape }: LayerSummary): number | undefined {
  const products = macs / product(outputShape);
  return products > 0 && Number.isInteger(products) ? products : undefined;
}

/**
 * Which rows and columns of its input one unit of a layer reads; padding is left out. Nothing where the layer does not go from maps to
 * maps.
 */
export function readBy(layer: Layer, input: Shape, unit: readonly [row: number, column: number]): { readonly rows: SeenRange; readonly columns: SeenRange } | undefined {
  if (input.length !== 3) return undefined;
  const alone = graphOf("alone", input, { layer });
  const seen = inputsSeen(alone, "layer", unit);
  const [rows, columns] = typeof seen === "string" ? [] : seen;
  return rows && columns && { rows, columns };
}

/** The first input of a network where it is a picture. */
export function pictureInput(graph: Graph): { readonly name: string; readonly shape: Shape } | undefined {
  const [first] = Object.entries(graph.inputs);
  if (first === undefined) return undefined;
  const shape = inputShape(first[1]);
  return shape.length === 3 ? { name: first[0], shape } : undefined;
}

/** A number for people: 25,557,032. */
export const counted = (value: number): string => value.toLocaleString("en");

/** Bytes as people say them: 97.5 MB. */
export function bytesText(bytes: number): string {
  const power = bytes >= 1e9 ? 3 : bytes >= 1e6 ? 2 : bytes >= 1e3 ? 1 : 0;
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${["B", "kB", "MB", "GB"][power]}`;
}
