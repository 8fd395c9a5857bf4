import { graphOf, layersByKind } from "@convscope/test-kit";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inferShapes } from "../graph.ts";
import { product } from "../shape.ts";
import { derive, kinds, macs, outputShape, rules, weights, windows, type Layer } from "./index.ts";

/** The axis of an output that a step of the working is about. */
const axes: { readonly [of: string]: (rank: number) => number } = {
  height: (rank) => rank - 3, width: (rank) => rank - 2, length: (rank) => rank - 2, channels: (rank) => rank - 1, units: (rank) => rank - 1,
};
const axisOf = (of: string, rank: number): number | undefined => axes[of]?.(rank) ?? (of.startsWith("axis ") ? Number(of.slice(5)) : undefined);

test("every kind is named as its row, and no two are alike", () => {
  expect(kinds).toEqual([...new Set(kinds)].sort());
  for (const kind of kinds) expect(rules[kind].doc.summary, kind).toMatch(/^[A-Z].*\.$/);
});

describe.each(kinds)("%s", (kind) => {
  const placed: fc.Arbitrary<{ readonly layer: Layer; readonly inputs: readonly (readonly number[])[] }> = layersByKind[kind];

  test("has a field for each of its options, which accepts what its factory makes", () => {
    fc.assert(
      fc.property(placed, ({ layer }) => {
        expect(layer.kind).toBe(kind);
        expect(["kind", ...Object.keys(rules[kind].fields)].sort()).toEqual(Object.keys(layer).sort());
      }),
      { numRuns: 25 },
    );
  });

  test("stands in a graph, with one window for each input", () => {
    fc.assert(
      fc.property(placed, ({ layer, inputs }) => {
        const graph = graphOf({ layer, inputs });
        expect([...inferShapes(graph).values()].at(-1)).toEqual(outputShape(layer, inputs));
        expect(windows(layer, inputs)).toHaveLength(inputs.length);
      }),
      { numRuns: 25 },
    );
  });

  test("every number is what its working comes to", () => {
    fc.assert(
      fc.property(placed, ({ layer, inputs }) => {
        const shape = outputShape(layer, inputs);
        const all = Object.values(weights(layer, inputs));
        const count = (trainable: boolean): number => all.filter((spec) => spec.trainable === trainable).reduce((sum, spec) => sum + product(spec.shape), 0);
        const steps = derive(layer, inputs);
        const of = new Map(steps.map((step) => [step.of, step.value]));
        expect(of.size, "steps of different things").toBe(steps.length);
        expect(of.get("parameters") ?? 0).toBe(count(true));
        // What is kept but not learned is told where it is all there is.
        expect(of.get("kept numbers") ?? 0).toBe(count(true) > 0 ? 0 : count(false));
        expect(of.get("macs") ?? 0).toBe(macs(layer, inputs));
        for (const [name, value] of of) {
          if (["parameters", "kept numbers", "macs"].includes(name)) continue;
          expect(value, name).toBe(shape[axisOf(name, shape.length) ?? NaN]);
        }
      }),
      { numRuns: 50 },
    );
  });
});
