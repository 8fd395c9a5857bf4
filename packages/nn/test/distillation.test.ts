import { conv2d, dense, flatten, graph, maxPooling2d, relu, type Graph } from "@convscope/core";
import { strokes, type Split } from "@convscope/datasets";
import { model } from "@convscope/models";
import { expect, test } from "vitest";
import { adam, arrayData, distillation, distilled, evaluate, fit, network, sparseCategoricalCrossentropy, type Data, type Network } from "../src/index.ts";
import { engineOn } from "./backends.ts";

const loss = sparseCategoricalCrossentropy();

const dataOf = ({ shape, images, labels }: Split, output: string, count = shape[0]): Data =>
  arrayData({ inputs: { input: { shape: [count, ...shape.slice(1)], data: images.subarray(0, count * 784), scale: 1 / 255 } }, targets: { [output]: { shape: [count], data: Int32Array.from(labels.subarray(0, count)) } } });

/** 1,554 weights, less than a hundredth of the teacher's. */
const student: Graph = graph("student", [28, 28, 1], { conv: conv2d(4, 5, { strides: 2 }), relu: relu(), pool: maxPooling2d(2), flatten: flatten(), fc: dense(10) });

test("a small student with a hundred labels does better with a good teacher than alone", { timeout: 240_000 }, async () => {
  const engine = await engineOn("simd");
  const { train, test: tested } = strokes({ train: 2_000, test: 500, seed: 1 });
  const accuracyOf = async (net: Network): Promise<number> => (await evaluate(net, dataOf(tested, net.graph.outputs[0] ?? ""), { loss })).metrics["accuracy"] ?? NaN;
  const teacher = await network(model("mnist-cnn"), { engine, seed: 1 });
  await fit(teacher, dataOf(train, "fc2"), { loss, optimizer: adam(), epochs: 3, batchSize: 32 });
  expect(await accuracyOf(teacher)).toBeGreaterThan(0.93);
  const lesson = distillation(student, { temperature: 4, alpha: 0.9 });
  const few = dataOf(train, "fc", 100);
  const settings = { optimizer: adam({ learningRate: 3e-3 }), epochs: 30, batchSize: 20 };
  const gains: number[] = [];
  for (const seed of [1, 2, 3]) {
    const [alone, pupil] = [await network(student, { engine, seed }), await network(lesson.graph, { engine, seed })];
    await fit(alone, few, { loss, ...settings });
    await fit(pupil, distilled(few, teacher, lesson, { keep: true }), { loss: lesson.losses, ...settings });
    const taught = await network(student, { engine, weights: await pupil.weights() });
    gains.push((await accuracyOf(taught)) - (await accuracyOf(alone)));
    for (const net of [alone, pupil, taught]) net.dispose();
  }
  teacher.dispose();
  // 0.70 against 0.76.
  for (const gain of gains) expect(gain).toBeGreaterThan(0);
  expect(gains.reduce((a, b) => a + b) / 3).toBeGreaterThan(0.02);
});
