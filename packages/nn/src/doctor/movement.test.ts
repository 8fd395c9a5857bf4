import { dense, graph, relu } from "@convscope/core";
import { beforeAll, expect, test } from "vitest";
import { checked, engine, found, surface } from "../../test/patients.ts";
import type { Arrays } from "../array.ts";
import { initialWeights } from "../initializers/index.ts";
import { meanSquaredError } from "../losses/index.ts";
import { adam } from "../optimizers/index.ts";
import type { Kept, Subject } from "./subject.ts";

const net = graph("mlp", [3], { fc1: dense(4), relu: relu(), fc3: dense(1) });
const begin = initialWeights(net, { seed: 1 });
let common: Omit<Subject, "weights" | "kept">;
beforeAll(async () => {
  common = { engine: await engine(), graph: net, seed: 1, train: surface(4), loss: meanSquaredError(), optimizer: adam() };
}, 30_000);

/** The weights of some nodes made so many times as large. */
const grown = (times: { readonly [node: string]: number }): Arrays =>
  Object.fromEntries(Object.entries(begin).map(([key, { shape, data }]) => [key, { shape, data: Float32Array.from(data, (x) => x * (times[key.split(".")[0] ?? ""] ?? 1)) }]));
const subject = (weights: Arrays, kept: Partial<Kept> = {}): Subject => ({ ...common, weights, kept: { history: [{ epoch: 1, loss: 1 }], ...kept } });

test("the way of a kernel is measured in its own size", async () => {
  // 1.5 times as large is half of its size away, twice is all of it.
  expect(await checked("movement", subject(grown({ fc1: 1.5, fc3: 2 })))).toMatchObject({ findings: [], measured: "kernels have gone from 0.5 to 1 of their size" });
  // From 1.5 to 3 is once its size, from 2 to 2 nothing.
  expect((await checked("movement", subject(grown({ fc1: 1.5, fc3: 2 }), { last: grown({ fc1: 3, fc3: 2 }) }))).measured).toBe("kernels have gone from 0.5 to 1 of their size, and at most 1 from the kept weights to the last ones");
  // With what it began with it is told.
  expect((await checked("movement", subject(grown({ fc1: 4, fc3: 4 }), { begin: grown({ fc1: 2, fc3: 2 }) }))).measured).toBe("kernels have gone from 1 to 1 of their size");
});

test("layers that stayed, that hardly moved, and lost numbers are found", async () => {
  expect(await found("movement", subject(grown({ fc3: 2 })))).toMatchInlineSnapshot(`
    [
      "wrong: some layers have not learned [fc1]. weights as they were drawn in fc1",
    ]
  `);
  expect(await found("movement", subject(grown({ fc1: 1.00001, fc3: 2 })))).toMatchInlineSnapshot(`
    [
      "suspect: some layers have hardly learned [fc1]. kernels have gone from 1.0e-5 to 1 of their size; least in fc1 1.0e-5",
    ]
  `);
  expect(await found("movement", subject(grown({ fc1: 2, fc3: 2 }), { last: grown({ fc1: NaN, fc3: 2 }) }))).toMatchInlineSnapshot(`
    [
      "wrong: the last weights are not all numbers [fc1.weight, fc1.bias]. fc1.weight, fc1.bias of these hold others",
    ]
  `);
});

test("frozen layers may stay", async () => {
  expect(await found("movement", { ...subject(grown({ fc3: 2 })), trainable: ["fc3.weight", "fc3.bias"] })).toEqual([]);
});
