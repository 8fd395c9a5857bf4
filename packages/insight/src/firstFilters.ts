import { GraphError, type Graph } from "@convscope/core";
import type { Arrays, NdArray } from "@convscope/nn";

/** The kernels of a graph's first convolution. */
export interface Filters {
  readonly node: string;
  /** `[kh, kw, C, filters]`. */
  readonly kernels: NdArray;
}

/**
 * The kernels that look at the picture itself: those of the first convolution in the graph's order.
 *
 * @throws GraphError for a graph without one.
 */
export function firstFilters(graph: Graph, weights: Arrays): Filters {
  for (const { name } of graph.nodes) {
    const kernels = weights[`${name}.weight`];
    if (kernels?.shape.length === 4) return { node: name, kernels };
  }
  throw new GraphError(`${graph.name}: there must be a convolution with kernels [height, width, channels, filters]. Received none.`);
}
