import { golden } from "@convscope/test-kit";
import { describe, expect, test } from "vitest";
import { checkWeights, graph, GraphError, inferShapes, LayerError, macs, product, weightSpecs, type Graph } from "../src/index.ts";
import { batchOf, sampleOf, type TorchCase, type Translation } from "./torchConfig.ts";
import { torchRows } from "./torchRows.ts";

const { torch_cases: cases } = golden<{ readonly torch_cases: readonly TorchCase[] }>("layers.json");

/** PyTorch refuses `padding="same"` with a stride; TensorFlow defines it as ⌈n / s⌉, and so do we. */
const defined = new Set([165]);

/** What a case of each error class says where we refuse it. */
const refusals: { readonly [error: string]: RegExp } = {
  output_too_small: /must fit the padded input|must leave an output|must meet the input|padding must be at most half/,
  pool_padding_too_large: /padding must be at most half|above half|half of the kernel/,
  bad_output_padding: /outputPadding must be below/,
  // Some of these break a second rule, which we look at first.
  channel_or_feature_mismatch: /the arrays must fit the graph|input channels must divide into groups|must fit the padded input/,
  bad_hyperparameter: /must divide into groups/,
  bn_train_single_value: /more than one|at least two|one value/,
};

function read(golden: TorchCase): Translation {
  const row = torchRows[golden.kind];
  if (!row) throw new Error(`there is no row for ${golden.kind} in torchRows.ts`);
  return row(golden);
}

/** Everything that may refuse: the factory, the shapes, the arrays that the constructor declares. */
function build(golden: TorchCase): Graph {
  const translation = read(golden);
  const { layer, declared } = translation;
  const built = graph("golden", sampleOf(golden.input, translation), { x: layer });
  if (declared) checkWeights(built, Object.fromEntries(Object.entries(declared).map(([name, shape]) => [`x.${name}`, shape])));
  return built;
}

const count = (built: Graph, trainable: boolean): number => [...weightSpecs(built).values()].filter((spec) => spec.trainable === trainable).reduce((sum, { shape }) => sum + product(shape), 0);

test("all 400 cases are here, of classes that have a row", () => {
  expect(cases).toHaveLength(400);
  expect([...new Set(cases.map(({ kind }) => kind))].filter((kind) => !torchRows[kind])).toEqual([]);
});

describe.each([...new Set(cases.map(({ kind }) => kind))])("%s", (kind) => {
  const own = cases.filter((golden) => golden.kind === kind);
  const works = own.filter(({ error }) => error === undefined);
  const fails = own.filter(({ error, id }) => error !== undefined && !defined.has(id));

  test.each(works.map((golden) => [golden.id, golden] as const))("case %i has PyTorch's shape, parameters and MACs", (_, golden) => {
    const built = build(golden);
    const translation = read(golden);
    expect(inferShapes(built).get("x")).toEqual(sampleOf(golden.output ?? [], translation));
    expect({ params: count(built, true), buffers: count(built, false) }).toEqual({ params: golden.params, buffers: (golden.buffers ?? 0) - (read(golden).uncounted ?? 0) });
    if (golden.macs !== undefined) expect(batchOf(golden.input) * macs(translation.layer, [sampleOf(golden.input, translation)])).toBe(golden.macs);
  });

  if (fails.length > 0)
    test.each(fails.map((golden) => [golden.id, golden] as const))("case %i is refused, as PyTorch does", (_, golden) => {
      let refusal: unknown;
      try {
        build(golden);
      } catch (error) {
        refusal = error;
      }
      expect(refusal instanceof LayerError || refusal instanceof GraphError, `${golden.error}: ${String(refusal)}`).toBe(true);
      expect(String(refusal)).toMatch(refusals[golden.error ?? ""] ?? /^$/);
    });
});

test("a stride with padding \"same\" follows TensorFlow where PyTorch has no answer", () => {
  const case165 = cases.find(({ id }) => id === 165);
  const built = case165 && build(case165);
  expect(case165?.error).toBe("bad_hyperparameter");
  expect(built && inferShapes(built).get("x")).toEqual([Math.ceil(11 / 4), Math.ceil(10 / 4), 2]);
});
