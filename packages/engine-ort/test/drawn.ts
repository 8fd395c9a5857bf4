import { inputShape, isSequence, product, weightSpecs, type Graph, type Layer, type Shape } from "@convscope/core";
import { randomOf, type Arrays, type NdArray } from "@convscope/nn";
import { expectClose } from "@convscope/test-kit";
import { expect } from "vitest";

/** Makes a number of an input, which is counted from 0, from one between 0 and 1. */
export type Draw = (u: number, input: number) => number;

const uniforms = (shape: Shape, seed: number, name: string): Float32Array => Float32Array.from(randomOf(seed, name).uniforms(product(shape)));

/** Numbers between −1 and 1. */
export const signed = (shape: Shape, seed: number, name: string): NdArray => ({ shape, data: uniforms(shape, seed, name).map((u) => 2 * u - 1) });

/** Whole numbers below a limit. */
export const labels = (shape: Shape, below: number, seed: number, name: string): NdArray => ({ shape, data: Int32Array.from(uniforms(shape, seed, name), (u) => Math.floor(below * u)) });

/** Numbers that a layer can mean something by: tokens, the corners of boxes, colours; −2 to 2 for all others. */
const meant = (layer: Layer | undefined): Draw => {
  if (layer && "vocabulary" in layer) return (u) => Math.floor(u * layer.vocabulary);
  if (layer?.kind === "roiPooling") return (u, input) => (input === 1 ? 12 * u - 1 : 4 * u - 2);
  return layer?.kind === "colorSpace" ? (u) => u : (u) => 4 * u - 2;
};

/** A batch for every input of a graph. */
export const inputsOf = ({ inputs, nodes }: Graph, batch: number, seed: number = 0, draw: Draw = meant(nodes[0]?.layer)): Arrays =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, spec], input) => {
      const shape = [batch, ...inputShape(spec)];
      return [name, isSequence(spec) ? labels(shape, spec.vocabulary, seed, name) : { shape, data: uniforms(shape, seed, name).map((u) => draw(u, input)) }];
    }),
  );

/** Weights between −0.4 and 0.6, and variances above 0. */
export const weightsOf = (graph: Graph, seed: number = 0): Arrays =>
  Object.fromEntries([...weightSpecs(graph)].map(([name, { shape }]) => [name, { shape, data: uniforms(shape, seed, name).map((u) => (/var/.test(name) ? u + 0.5 : u - 0.4)) }]));

/**
 * Throws unless arrays have the same names, shapes and numbers, but for a part of the largest number of each: or of a tenth of the
 * largest of all and of 1, as what should be zero (the gradient of a bias before a normalisation) holds the rounding of the rest.
 */
export function expectSame(found: Arrays, expected: Arrays, relative: number = 1e-4, what: string = ""): void {
  expect(Object.keys(found)).toEqual(Object.keys(expected));
  const most = Math.max(1, ...Object.values(expected).map(largestOf)) / 10;
  for (const [name, array] of Object.entries(expected)) {
    expect(found[name]?.shape, `${what} ${name}`).toEqual(array.shape);
    expectClose(found[name]?.data ?? [], array.data, { relative, absolute: relative * Math.max(largestOf(array), most) }, `${what} ${name}`);
  }
}

const largestOf = ({ data }: NdArray): number => Math.max(0, ...Array.from(data, Math.abs));
