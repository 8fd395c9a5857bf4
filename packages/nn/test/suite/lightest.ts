import { inferShapes, isSequence, product, type Graph } from "@convscope/core";
import { models, type ModelRow } from "@convscope/models";
import type { Batch, NdArray } from "../../src/index.ts";
import { smallest } from "../smallest.ts";

const rows: readonly ModelRow[] = [...new Set(models.map(({ family }) => family))].flatMap((family) => models.filter((row) => row.family === family).toSorted((a, b) => a.macs - b.macs).slice(0, 1));

/** The lightest net of every family of the zoo, on small pictures, of `least` pixels at least. */
export const lightestOn = (least: number): readonly Graph[] => rows.map((row) => smallest(row, { classes: row.classes === 1000 ? 10 : row.classes }, least));
/** The same on the smallest pictures that they take. */
export const lightest: readonly Graph[] = lightestOn(32);

/** Two samples for a graph, all of class 0. */
export function batchOf(of: Graph): Batch {
  const { inputs, outputs } = of;
  const made: Record<string, NdArray> = {};
  for (const [name, spec] of Object.entries(inputs)) {
    const sample = isSequence(spec) ? [spec.length] : spec;
    const length = 2 * sample.reduce((a, b) => a * b, 1);
    made[name] = { shape: [2, ...sample], data: isSequence(spec) ? Int32Array.from({ length }, (_, i) => i % spec.vocabulary) : Float32Array.from({ length }, (_, i) => Math.sin(i)) };
  }
  const shapes = inferShapes(of);
  const labels = (output: string): NdArray => {
    const places = [2, ...(shapes.get(output) ?? []).slice(0, -1)];
    return { shape: places, data: new Int32Array(product(places)) };
  };
  return { inputs: made, targets: Object.fromEntries(outputs.map((output) => [output, labels(output)])) };
}
