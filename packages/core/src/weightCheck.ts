import { weightSpecs } from "./calculators/parameters.ts";
import { GraphError } from "./errors.ts";
import type { Graph } from "./graph.ts";
import { formatShape, sameShape, type Shape } from "./shape.ts";
import { didYouMean } from "./suggest.ts";

/**
 * Compares given arrays with those that the graph wants, by name and shape.
 *
 * @throws GraphError that lists every array that is missing, not wanted (with the nearest name) or of another shape.
 */
export function checkWeights(graph: Graph, shapes: { readonly [name: string]: Shape }): void {
  const specs = weightSpecs(graph);
  const faults: string[] = [];
  for (const [name, { shape }] of specs) {
    const given = shapes[name];
    if (given === undefined) faults.push(`${name}: missing, ${formatShape(shape)}.`);
    else if (!sameShape(given, shape)) faults.push(`${name}: must be ${formatShape(shape)}. Received ${formatShape(given)}.`);
  }
  const absent = [...specs.keys()].filter((name) => shapes[name] === undefined);
  for (const name of Object.keys(shapes)) if (!specs.has(name)) faults.push(`${name}: not a weight of this graph.${didYouMean(name, absent)}`);
  if (faults.length > 0) throw new GraphError(`${graph.name}: the arrays must fit the graph. ${faults.length} of them do${faults.length === 1 ? "es" : ""} not:\n${faults.join("\n")}`);
}
