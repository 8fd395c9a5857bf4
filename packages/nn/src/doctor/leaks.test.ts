import { dense, graph } from "@convscope/core";
import { beforeAll, expect, test } from "vitest";
import { arrayData, subset, type Data } from "../data.ts";
import { meanSquaredError } from "../losses/index.ts";
import { adam } from "../optimizers/index.ts";
import { randomOf } from "../random.ts";
import { checked, engine, found } from "../../test/patients.ts";
import type { Subject } from "./subject.ts";

let common: Pick<Subject, "engine" | "optimizer" | "graph" | "loss">;
beforeAll(async () => {
  common = { engine: await engine(), optimizer: adam(), graph: graph("linear", [4], { fc: dense(1) }), loss: meanSquaredError() };
}, 30_000);

const places = (from: number, to: number): Uint32Array => Uint32Array.from({ length: to - from }, (_, i) => from + i);
const all = (of: (x: number, i: number) => number = (x) => x): Data =>
  arrayData({ inputs: { input: { shape: [400, 4], data: randomOf(1).normals(1600).map(of) } }, targets: { fc: { shape: [400, 1], data: randomOf(2).normals(400) } } });
const ask = (validation: Data, train: Data = subset(all(), places(0, 300)), quick = false): Promise<readonly string[]> => found("leaks", { ...common, train, validation }, quick);

/** Changed at every reading. */
function restless(data: Data): Data {
  let reading = 0;
  return {
    length: data.length,
    async batch(at) {
      const { inputs, targets } = await data.batch(at);
      reading++;
      return { inputs: Object.fromEntries(Object.entries(inputs).map(([name, { shape, data: values }]) => [name, { shape, data: Float32Array.from(values, (x) => x + 0.001 * reading) }])), targets };
    },
  };
}

test("nothing is found in a clean split, and nothing asked without one", async () => {
  expect(await ask(subset(all(), places(300, 400)))).toEqual([]);
  expect(await checked("leaks", { ...common, train: all() })).toMatchObject({ made: false, findings: [], measured: "no validation data are given" });
});

test("samples of so few kinds that they must repeat are no leak", async () => {
  const bits = all((x) => (x > 0 ? 1 : 0));
  expect(await ask(subset(bits, places(300, 400)), subset(bits, places(0, 300)))).toEqual([]);
});

test("data that change from one epoch to the next are well as long as a measurement names none", async () => {
  const { batch, ...rest } = subset(all(), places(300, 400));
  const still: Data = { ...rest, batch: (at, epoch) => (epoch === undefined ? batch(at) : restless(all()).batch(at)) };
  expect(await ask(still)).toEqual([]);
});

test("restless, shared and otherwise scaled validation samples are found", async () => {
  expect(await ask(restless(subset(all(), places(300, 400))))).toMatchInlineSnapshot(`
    [
      "wrong: validation samples change from one reading to the next. two readings of the same validation samples differ",
    ]
  `);
  expect(await ask(subset(all(), places(290, 400)))).toMatchInlineSnapshot(`
    [
      "wrong: validation samples are also training samples. 10 of 110 validation samples among 300 training samples",
    ]
  `);
  expect(await ask(subset(all(), places(297, 400)))).toMatchInlineSnapshot(`
    [
      "suspect: validation samples are also training samples. 3 of 103 validation samples among 300 training samples",
    ]
  `);
  expect(await ask(subset(all(), places(200, 300)), undefined, true)).toMatchInlineSnapshot(`
    [
      "wrong: validation samples are also training samples. 86 of 100 validation samples among 256 training samples",
    ]
  `);
  expect(await ask(subset(all((x) => 255 * x), places(300, 400)))).toMatchInlineSnapshot(`
    [
      "wrong: validation samples are prepared in another way [input]. "input" has mean 0.0423 and deviation 0.986 in training, −2.52 and 263 in validation",
    ]
  `);
});
