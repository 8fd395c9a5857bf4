import { dense, flatten, graph, logSoftmax, relu, sigmoid, softmax, tanh, type Block } from "@convscope/core";
import { beforeAll, expect, test } from "vitest";
import { arrayData } from "../data.ts";
import { binaryCrossentropy, categoricalCrossentropy, meanSquaredError, negativeLogLikelihood, sparseCategoricalCrossentropy, targetKind, type Loss } from "../losses/index.ts";
import { adam } from "../optimizers/index.ts";
import { randomOf } from "../random.ts";
import { engine, found } from "../../test/patients.ts";
import type { Subject } from "./subject.ts";

let common: Pick<Subject, "engine" | "optimizer">;
beforeAll(async () => {
  common = { engine: await engine(), optimizer: adam() };
}, 30_000);

const n = 60;
const ask = (loss: Loss, end: Block, units: number = 3): Promise<readonly string[]> => {
  const of = graph("net", [2], { fc: dense(units), end });
  const data = targetKind(loss) === "labels" ? { shape: [n], data: Int32Array.from({ length: n }, (_, i) => i % units) } : { shape: [n, units], data: Float32Array.from({ length: n * units }, (_, i) => (loss.kind === "meanSquaredError" ? Math.sin(i) : i % units === Math.floor(i / units) % units ? 1 : 0)) };
  return found("outputs", { ...common, graph: of, loss, train: arrayData({ inputs: { input: { shape: [n, 2], data: randomOf(1).normals(n * 2) } }, targets: { [of.outputs[0] ?? ""]: data } }) });
};
const sparse = sparseCategoricalCrossentropy;

test.each<[string, Loss, Block]>([
  ["scores", sparse(), flatten()],
  ["log-probabilities as scores", sparse(), logSoftmax()],
  ["probabilities said to be such", sparse({ from: "probabilities" }), softmax()],
  ["log-probabilities", negativeLogLikelihood(), logSoftmax()],
  ["sigmoids said to be such", binaryCrossentropy({ from: "probabilities" }), sigmoid()],
  ["targets that the activation reaches", meanSquaredError(), tanh()],
])("nothing is found in %s", async (_, loss, end) => {
  expect(await ask(loss, end)).toEqual([]);
});

test("ends that do not go with the loss are found", async () => {
  expect(await ask(sparse(), softmax())).toMatchInlineSnapshot(`
    [
      "wrong: probabilities go into a loss that takes scores [end]. end (softmax) gives (0, 1), sparseCategoricalCrossentropy takes scores of classes",
    ]
  `);
  expect(await ask(categoricalCrossentropy(), { softmax: softmax(), flatten: flatten() })).toMatchInlineSnapshot(`
    [
      "wrong: probabilities go into a loss that takes scores [end.softmax]. end.softmax (softmax) gives (0, 1), categoricalCrossentropy takes scores of classes",
    ]
  `);
  expect(await ask(binaryCrossentropy(), sigmoid())).toMatchInlineSnapshot(`
    [
      "wrong: probabilities go into a loss that takes scores [end]. end (sigmoid) gives (0, 1), binaryCrossentropy takes scores",
    ]
  `);
  expect(await ask(sparse({ from: "probabilities" }), flatten())).toMatchInlineSnapshot(`
    [
      "wrong: the loss takes scores for probabilities [fc]. fc (dense), sparseCategoricalCrossentropy takes probabilities of classes",
    ]
  `);
  expect(await ask(sparse({ from: "probabilities" }), sigmoid())).toMatchInlineSnapshot(`
    [
      "suspect: probabilities of classes do not add up to 1 [end]. end (sigmoid) gives (0, 1), sparseCategoricalCrossentropy takes probabilities of classes",
    ]
  `);
  expect(await ask(sparse(), relu())).toMatchInlineSnapshot(`
    [
      "suspect: scores are bounded by an activation [end]. end (relu) gives [0, ∞), sparseCategoricalCrossentropy takes scores of classes",
    ]
  `);
  expect(await ask(sparse(), flatten(), 1)).toMatchInlineSnapshot(`
    [
      "wrong: one output cannot tell classes apart [fc]. fc (dense), sparseCategoricalCrossentropy takes scores of classes",
    ]
  `);
  expect(await ask(negativeLogLikelihood(), softmax())).toMatchInlineSnapshot(`
    [
      "wrong: the loss takes other numbers for log-probabilities [end]. end (softmax) gives (0, 1), negativeLogLikelihood takes log-probabilities",
    ]
  `);
  expect(await ask(meanSquaredError(), relu())).toMatchInlineSnapshot(`
    [
      "wrong: the last activation cannot reach the targets [end]. end gives [0, ∞); 49 % of 180 target values lie outside",
    ]
  `);
});
