import { add, batchNormalization, branches, concatenate, conv2d, dense, dropout, flatten, from, globalAveragePooling1d, graph, kinds, relu, reshape, totalMacs, type Graph, type Kind } from "@convscope/core";
import { fromTorch, toTorch } from "@convscope/exchange";
import { models, type ModelRow } from "@convscope/models";
import { expectClose, graphOf, layersByKind } from "@convscope/test-kit";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { network, type Engine } from "../../src/index.ts";
import { engineOn } from "../backends.ts";
import { families } from "../families.ts";
import { smallest } from "../smallest.ts";
import { hasTorch, madeUpCase, runPyTorch, type Case } from "./python.ts";

/** Exports all cases, runs them in one Python, and compares every output with ours, and the saved weights with those given. */
async function compare(cases: readonly Case[], weightsToo = true): Promise<void> {
  const engine = await engineOn("wasm");
  const ran = runPyTorch(cases);
  for (const [i, one] of cases.entries()) {
    const what = `${one.graph.name} ${JSON.stringify(one.graph.nodes.slice(0, 1))}`;
    const theirs = ran[i] ?? "";
    if (typeof theirs === "string") throw new Error(`${what}: ${theirs}`);
    const ours = await outputs(engine, one);
    expect(theirs.outputs.map(({ shape }) => shape), what).toEqual(ours.map(({ shape }) => shape));
    ours.forEach(({ data }, output) => expectClose(theirs.outputs[output]?.data ?? [], data, { relative: 1e-4, absolute: 1e-4 * Math.max(...Array.from(data, Math.abs)) }, what));
    if (!weightsToo) continue;
    expectSame(theirs.saved, toTorch(one.graph, one.weights), what);
    expectSame(fromTorch(one.graph, theirs.saved), one.weights, what);
  }
}

/** Compares arrays by name, each number exactly; a matcher of vitest would take minutes for millions. */
function expectSame(actual: Case["weights"], expected: Case["weights"], what: string): void {
  expect(Object.keys(actual).sort(), what).toEqual(Object.keys(expected).sort());
  for (const [name, { shape, data }] of Object.entries(expected)) {
    expect(actual[name]?.shape, `${what} ${name}`).toEqual(shape);
    expectClose(actual[name]?.data ?? [], data, { relative: 0, absolute: 1e-12 }, `${what} ${name}`);
  }
}

async function outputs(engine: Engine, { graph, weights, inputs }: Case): Promise<readonly { readonly shape: readonly number[]; readonly data: ArrayLike<number> }[]> {
  const net = await network(graph, { engine, weights });
  const found = await net.predict(inputs);
  net.dispose();
  return graph.outputs.map((name) => found[name] ?? { shape: [], data: [] });
}

/** The lightest model of each family, on small pictures; without those that take billions of products even so. */
function lightest(): readonly Graph[] {
  const byFamily = new Map<string, ModelRow>();
  for (const row of models) if (row.params < (byFamily.get(row.family)?.params ?? Infinity)) byFamily.set(row.family, row);
  return [...byFamily.values()].map((row) => smallest(row)).filter((graph) => totalMacs(graph) < 1e9);
}

const known: readonly Kind[] = kinds.filter((kind) => kind !== "custom");

describe.skipIf(!hasTorch)("the source that toPyTorch writes (skipped without python3-torch)", () => {
  test("computes what we compute, for every kind of layer", async () => {
    const cases = known.flatMap((kind) => fc.sample<Parameters<typeof graphOf>[0]>(layersByKind[kind], { numRuns: 6, seed: 4 }).map((placed, i) => madeUpCase(graphOf(placed), i)));
    await compare(cases);
  });

  test("computes what we compute, whatever nodes are called, and where rows of maps meet others", async () => {
    const nets = [
      graph("class", { type: [4, 4, 2], "a b": [4, 4, 2] }, {
        train: conv2d(2, 1), "type.0": conv2d(2, 1), "lambda": conv2d(2, 1), "Größe.网络": conv2d(2, 1), "1.x": conv2d(2, 1), forward: batchNormalization(), "forward.more.2": conv2d(3, 1),
        x: branches([relu(), from("1.x")], concatenate()), F: flatten(), nn: batchNormalization(), torch: dropout(0.5), "load": dense(3),
      }),
      graph("flat maps", [4, 4, 2], { conv: conv2d(3, 2), flatten: flatten() }),
      graph("flat maps reshaped", [4, 4, 2], { flatten: flatten(), reshape: reshape([8, 4]), pool: globalAveragePooling1d() }),
      graph("flat maps joined", [4, 4, 2], { join: branches([flatten(), [conv2d(1, 1), flatten()]], concatenate()), fc: dense(3) }),
      graph("flat maps added", [4, 4, 2], { join: branches([flatten(), [conv2d(2, 1), flatten()]], add()), fc: dense(3) }),
    ];
    await compare(nets.map((net, i) => madeUpCase(net, i)));
  });

  test("computes what we compute, for what families of networks are built of", async () => compare(families.map((graph, i) => madeUpCase(graph, i))));

  test("computes what we compute, for the lightest model of every family of the zoo", async () => compare(lightest().map((graph, i) => madeUpCase(graph, i, 1)), false), 300_000);
});
