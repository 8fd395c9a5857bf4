import { formatShape, graph, inferShapes, layerFromWords, receptiveFields, type Graph } from "@convscope/core";

/** What a unit of a layer sees. */
export interface SeenRow {
  readonly layer: string;
  readonly output: string;
  readonly size: string;
  readonly jump: string;
  readonly start: string;
}

/** Layers as one writes them, one a line, with what a unit of each sees of a picture of so many pixels a side. @throws LayerError for words that are no layer, or layers that do not fit. */
export function stackOf(text: string, side: number): { readonly graph: Graph; readonly rows: readonly SeenRow[] } {
  const lines = text.split("\n").map((line) => line.trim()).filter((line) => line !== "").slice(0, 40);
  if (lines.length === 0) throw new RangeError("There must be a layer. Write one a line, such as conv2d 8 3x3.");
  const built = graph("stack", [side, side, 3], Object.fromEntries(lines.map((line, i) => [`layer${i + 1}`, layerFromWords(line)])));
  const shapes = inferShapes(built);
  const { fields } = receptiveFields(built);
  return {
    graph: built,
    rows: built.nodes.map(({ name }, i) => {
      const field = fields.get(name);
      const [axis] = typeof field === "object" ? field : [];
      const said = (value: number | undefined): string => (value === undefined ? (typeof field === "string" ? field : "") : String(value).replace("-", "−"));
      return { layer: lines[i] ?? name, output: formatShape(shapes.get(name) ?? []), size: said(axis?.size), jump: axis ? said(axis.stride) : "", start: axis ? said(axis.start) : "" };
    }),
  };
}
