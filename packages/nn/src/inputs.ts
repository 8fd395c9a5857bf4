import { didYouMean, GraphError, isSequence, type Graph, type InputSpec } from "@convscope/core";
import type { Arrays, NdArray } from "./array.ts";

/** @throws GraphError unless an array holds as many numbers as its shape says. */
export function checkSize(where: string, { shape, data }: NdArray): void {
  const size = shape.reduce((a, b) => a * b, 1);
  if (data.length !== size) throw new GraphError(`${where}: an array of shape [${shape.join(", ")}] must hold ${size} numbers. Received ${data.length}.`);
}

/** @throws GraphError for a name that is none of those known, with the nearest. */
export function checkNames({ name: graph }: Pick<Graph, "name">, what: string, names: readonly string[], known: readonly string[]): void {
  const set = new Set(known);
  for (const name of names) if (!set.has(name)) throw new GraphError(`${graph}: there is no ${what} "${name}".${didYouMean(name, known)} Known: ${known.slice(0, 12).join(", ")}${known.length > 12 ? ", …" : ""}.`);
}

/**
 * What every engine refuses before it computes.
 *
 * @throws GraphError for inputs that are missing, unknown or of a wrong shape, batches that differ, or tokens beyond the vocabulary.
 */
export function checkInputs({ name: graph, inputs }: Graph, arrays: Arrays): void {
  const names = Object.keys(inputs);
  for (const name of Object.keys(arrays))
    if (!names.includes(name)) throw new GraphError(`${graph}: there is no input "${name}".${didYouMean(name, names)} Inputs: ${names.join(", ")}.`);
  let first: NdArray | undefined;
  for (const [name, spec] of Object.entries(inputs)) {
    const array = arrays[name];
    if (!array) throw new GraphError(`${graph}: every graph input must be given. Received ${Object.keys(arrays).join(", ") || "none"}, without "${name}".`);
    first ??= array;
    if (array.shape[0] !== first.shape[0]) throw new GraphError(`${graph}: all inputs must have the same number of samples. Received ${array.shape[0]} in "${name}" and ${first.shape[0]} in "${names[0]}".`);
    checkInput(`${graph}: input "${name}"`, spec, array);
  }
}

function checkInput(where: string, spec: InputSpec, array: NdArray): void {
  const sample = isSequence(spec) ? [spec.length] : spec;
  const [, ...received] = array.shape;
  if (array.shape.length !== sample.length + 1 || received.some((n, axis) => n !== sample[axis]))
    throw new GraphError(`${where} must be [batch, ${sample.join(", ")}]. Received [${array.shape.join(", ")}].`);
  checkSize(where, array);
  if (!isSequence(spec)) return;
  const strange = array.data.find((token) => !Number.isInteger(token) || token < 0 || token >= spec.vocabulary);
  if (strange !== undefined) throw new GraphError(`${where} must hold whole numbers from 0 to ${spec.vocabulary - 1}. Received ${strange}.`);
}
