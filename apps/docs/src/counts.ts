import { explain, formatShape, summarize, working, type Graph } from "@convscope/core";

/** A layer's count with the way to it. */
export interface CountRow {
  readonly name: string;
  readonly kind: string;
  readonly output: string;
  readonly count: number;
  /** `(k_h·k_w·c + 1)·f = (3·3·1 + 1)·32 = 320` */
  readonly way: string;
}

/** What is counted. */
export type Counted = "parameters" | "macs";

/** The layers of a net that have any of it, each with its working, and the sum. */
export function countsOf(graph: Graph, counted: Counted): { readonly rows: readonly CountRow[]; readonly total: number } {
  const summary = summarize(graph);
  const all = summary.layers.map(({ name, kind, outputShape, params, macs }): CountRow => {
    const line = explain(graph, name).steps.find(({ of }) => of === counted);
    return { name, kind, output: formatShape(outputShape), count: counted === "macs" ? macs : params, way: line ? working(line.expression, line.value, "text") : "" };
  });
  return { rows: all.filter(({ count }) => count > 0), total: counted === "macs" ? summary.macs : summary.params };
}
