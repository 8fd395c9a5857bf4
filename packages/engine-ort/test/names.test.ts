import { add, branches, dense, dropout, from, graph, tanh, type Graph } from "@convscope/core";
import { meanSquaredError, network, sgd, type Arrays } from "@convscope/nn";
import { expect, test } from "vitest";
import { agrees } from "./agrees.ts";
import { inputsOf, signed } from "./drawn.ts";
import { ortOn } from "./engines.ts";

const objectiveOf = ({ outputs }: Graph) => Object.fromEntries(outputs.map((name) => [name, { loss: meanSquaredError(), weight: 1 }]));

test.each<[string, Graph]>([
  ["nodes", graph("nodes", [3], { "loss/out": dense(4), value: tanh(), toString: dense(3), "value/out": dropout(0.5), out: dense(2) })],
  ["outputs", { ...graph("outputs", [3], { value: dense(3), loss: dense(2) }), outputs: ["value", "loss"] }],
  ["inputs", graph("inputs", { query: [3], value: [3], loss: [3] }, { join: branches([from("query"), from("value"), from("loss")], add()), "query/next": dense(2) })],
])("%s may have the names of a step's own results", async (_, of) => {
  await agrees(of, { batch: 3, training: true });
  const [engine, targets] = [await ortOn(1), (batch: number): Arrays => Object.fromEntries(of.outputs.map((name) => [name, signed([batch, name === "value" ? 3 : 2], 1, name)]))];
  const net = await network(of, { engine });
  const batch = { inputs: inputsOf(of, 3), targets: targets(3) };
  const { loss, losses } = await net.measure(batch, objectiveOf(of));
  expect(loss).toBeCloseTo(Object.values(losses).reduce((a, b) => a + b), 6);
  net.dispose();
});

test("an input that is called as something else that a step is given is refused", async () => {
  const of = graph("odd", { "target/out": [3] }, { out: dense(2) });
  const net = await network(of, { engine: await ortOn(1) });
  const step = net.step({ inputs: inputsOf(of, 2), targets: { out: signed([2, 2], 1, "out") } }, { objective: objectiveOf(of), optimizer: sgd() });
  await expect(step).rejects.toThrowErrorMatchingInlineSnapshot(`[GraphError: input "target/out": a graph's input must not be called as something else that a training step is given. Received "target/out". Give the graph's input another name.]`);
  net.dispose();
});
