import { conv2d, dense, flatten, graph, heads, linear, sigmoid, softmax } from "@convscope/core";
import { golden } from "@convscope/test-kit";
import { expect, onTestFinished, test } from "vitest";
import { arrayData, network, objectiveOf, useBackend, type Data } from "../index.ts";
import { distillation } from "./distillation.ts";
import { distilled } from "./distilled.ts";

interface Lesson {
  readonly samples: number;
  readonly classes: number;
  readonly temperature: number;
  readonly alpha: number;
  readonly student: readonly number[];
  readonly teacher: readonly number[];
  readonly labels: readonly number[];
  readonly hard: number;
  readonly soft: number;
  readonly targets: readonly number[];
  readonly gradient: readonly number[];
}

const { lessons } = golden<{ readonly lessons: readonly Lesson[] }>("transfer.json");

test.each(lessons)("loss and gradient are those of PyTorch's kl_div: T = $temperature, α = $alpha", async ({ samples, classes, temperature, alpha, ...of }) => {
  const engine = await useBackend("cpu");
  // Student and teacher whose scores are their inputs.
  const lesson = distillation(graph("student", [classes], { logits: linear() }), { temperature, alpha });
  const student = await network(lesson.graph, { engine });
  const teacher = await network(graph("teacher", { input: [classes] }, { logits: linear() }), { engine });
  onTestFinished(() => [student, teacher].forEach((net) => net.dispose()));
  const scores = (values: readonly number[]) => ({ shape: [samples, classes], data: Float32Array.from(values) });
  const asked = arrayData({ inputs: { input: scores(of.teacher) }, targets: { logits: { shape: [samples], data: Int32Array.from(of.labels) } } });
  const { targets } = await distilled(asked, teacher, lesson).batch(Uint32Array.from({ length: samples }, (_, i) => i), 1);
  targets["distilled"]?.data.forEach((value, i) => expect(value).toBeCloseTo(of.targets[i] ?? NaN, 6));
  const objective = objectiveOf(lesson.graph, lesson.losses);
  const { losses } = await student.measure({ inputs: { input: scores(of.student) }, targets }, objective);
  // Cross-entropy is the divergence and the entropy of the teacher.
  const entropy = of.targets.reduce((sum, p) => sum - p * Math.log(p), 0) / samples;
  expect(losses["logits"]).toBeCloseTo(of.hard, 5);
  expect(losses["distilled"]).toBeCloseTo(of.soft + entropy, 5);
  const { inputs } = await student.gradients({ inputs: { input: scores(of.student) }, of: { objective, targets }, withRespectTo: { inputs: ["input"] } });
  inputs["input"]?.data.forEach((value, i) => expect(value).toBeCloseTo(of.gradient[i] ?? NaN, 5));
});

test("the lesson adds an output and no weight; a softmax stays the student's own", () => {
  const plain = graph("plain", [4], { fc: dense(3) });
  expect(distillation(plain)).toMatchObject({
    output: "distilled", temperature: 4,
    graph: { outputs: ["fc", "distilled"], nodes: [{ name: "fc" }, { name: "distilled", layer: { kind: "rescaling", scale: 0.25 }, inputs: ["fc"] }] },
    losses: { fc: { loss: { kind: "sparseCategoricalCrossentropy", from: "logits" }, weight: expect.closeTo(0.1, 12) as number }, distilled: { loss: { kind: "categoricalCrossentropy", from: "logits" }, weight: 0.9 * 16 } },
  });
  const squashed = distillation(graph("squashed", [4], { distilled: dense(3), p: softmax() }), { temperature: 2, alpha: 0.5 });
  expect(squashed).toMatchObject({ output: "distilled2", graph: { outputs: ["p", "distilled2"] }, losses: { p: { loss: { from: "probabilities" }, weight: 0.5 }, distilled2: { weight: 2 } } });
  expect(squashed.graph.nodes.at(-1)?.inputs).toEqual(["distilled"]);
});

test("a teacher is asked once for each sample where its answers are kept, and else each time", async () => {
  const engine = await useBackend("cpu");
  const teacher = await network(graph("teacher", [2], { fc: dense(3) }), { engine, seed: 5 });
  onTestFinished(() => teacher.dispose());
  let asked = 0;
  const counting = { ...teacher, run: (...args: Parameters<typeof teacher.run>) => (asked++, teacher.run(...args)) };
  const data = arrayData({ inputs: { input: { shape: [4, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8) } }, targets: { fc: { shape: [4], data: new Int32Array(4) } } });
  const lesson = distillation(teacher.graph);
  const batches = async (of: Data): Promise<(readonly number[])[]> => {
    const found: (readonly number[])[] = [];
    for (const places of [[0, 1], [2, 3], [3, 0]]) found.push([...((await of.batch(Uint32Array.from(places), 1)).targets["distilled"]?.data ?? [])]);
    return found;
  };
  const each = await batches(distilled(data, counting, lesson));
  expect(asked).toBe(3);
  const once = await batches(distilled(data, counting, lesson, { keep: true }));
  expect(asked).toBe(5);
  expect(once).toEqual(each);
  expect(each[2]).toEqual([...(each[1]?.slice(3) ?? []), ...(each[0]?.slice(0, 3) ?? [])]);
});

test("refusals", async () => {
  expect(() => distillation(graph("maps", [4, 4, 1], { conv: conv2d(2, 3) }))).toThrowErrorMatchingInlineSnapshot(`[GraphError: maps: the output must be one score for each of at least two classes. Received 2×2×2.]`);
  expect(() => distillation(graph("yes", [4], { fc: dense(3), p: sigmoid() }))).toThrowErrorMatchingInlineSnapshot(`[GraphError: yes: the output must be scores, or a softmax of scores. Received p (sigmoid). Leave it out.]`);
  expect(() => distillation(graph("two", [4], heads({ a: dense(2), b: dense(2) })))).toThrowErrorMatchingInlineSnapshot(`[GraphError: two: a classifier of one output is due. Received a, b.]`);
  expect(() => distillation(graph("plain", [4], { fc: dense(3) }), { alpha: 2 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: distillation: alpha must lie in 0 … 1. Received 2.]`);
  expect(() => distillation(graph("plain", [4], { fc: dense(3) }), { temperature: 0 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: distillation: temperature must be a finite number > 0. Received 0.]`);
  const engine = await useBackend("cpu");
  const data = arrayData({ inputs: {}, targets: {} });
  const teacher = await network(graph("teacher", { picture: [2, 2, 1] }, [flatten(), dense(4)]), { engine });
  onTestFinished(() => teacher.dispose());
  expect(() => distilled(data, teacher, distillation(graph("plain", [4], { fc: dense(3) })))).toThrowErrorMatchingInlineSnapshot(`[GraphError: teacher: the teacher must tell the student's classes apart, 3. Received 4.]`);
  expect(() => distilled(data, teacher, distillation(graph("plain", [4], { fc: dense(4) })))).toThrowErrorMatchingInlineSnapshot(`[GraphError: teacher: the teacher must take the student's inputs. Received "picture". Inputs: input.]`);
});
