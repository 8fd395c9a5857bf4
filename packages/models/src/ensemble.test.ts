import { conv2d, dense, flatten, globalAveragePooling2d, graph, parameters, parseGraph, relu, shared, sigmoid, softmax, toJson, totalMacs, weightSpecs } from "@convscope/core";
import { expect, test } from "vitest";
import { ensemble, ensembleWeights, model } from "./index.ts";

const scores = graph("scores", [4, 4, 1], { flatten: flatten(), fc: dense(3) });
const probabilities = graph("probabilities", [4, 4, 1], { conv: conv2d(3, 3), pool: globalAveragePooling2d(), softmax: softmax() });

test("members stand behind their numbers, see the same input, and their probabilities are averaged", () => {
  const both = ensemble([scores, probabilities]);
  expect(both.name).toBe("scores+probabilities");
  expect(both.nodes.map(({ name, inputs }) => `${inputs.join(" + ")} → ${name}`)).toEqual([
    "input → 0.flatten", "0.flatten → 0.fc", "0.fc → 0.softmax",
    "input → 1.conv", "1.conv → 1.pool", "1.pool → 1.softmax",
    "0.softmax + 1.softmax → average",
  ]);
  expect(both.outputs).toEqual(["average"]);
  expect(parseGraph(toJson(both))).toEqual(both);
});

test("weights that a member shares stay shared, and those of the members fit under the same prefixes", () => {
  const fc = shared([dense(4), relu()]);
  const twice = graph("twice", [4], { a: fc, b: fc, out: [dense(2), sigmoid()] });
  const both = ensemble([twice, twice], { name: "four" });
  expect(both.name).toBe("four");
  expect(both.nodes.filter(({ weightsOf }) => weightsOf !== undefined).map(({ name, weightsOf }) => [name, weightsOf])).toEqual([["0.b.0", "0.a.0"], ["1.b.0", "1.a.0"]]);
  // Sigmoids are probabilities already.
  expect(both.nodes.at(-1)?.inputs).toEqual(["0.out.1", "1.out.1"]);
  const member = Object.fromEntries(weightSpecs(twice));
  expect(Object.keys(ensembleWeights([member, member]))).toEqual([...weightSpecs(both).keys()]);
});

test("an ensemble of the zoo counts as its members together", () => {
  const members = ["resnet18", "googlenet", "squeezenet1_1"].map((name) => model(name));
  const together = ensemble(members);
  const sum = (of: (graph: (typeof members)[number]) => number): number => members.reduce((total, graph) => total + of(graph), 0);
  expect(parameters(together).trainable).toBe(sum((graph) => parameters(graph).trainable));
  expect(totalMacs(together)).toBe(sum((graph) => totalMacs(graph)));
});

test("members that do not go together are refused", () => {
  expect(() => ensemble([scores])).toThrowErrorMatchingInlineSnapshot(`[GraphError: ensemble: members must be at least 2 graphs. Received 1.]`);
  expect(() => ensemble([scores, graph("larger", [5, 5, 1], [flatten(), dense(3)])])).toThrowErrorMatchingInlineSnapshot(`[GraphError: ensemble: members must have the same inputs. Received {"input":[4,4,1]} of scores and {"input":[5,5,1]} of larger. Give both the same inputShape.]`);
  expect(() => ensemble([scores, graph("two", [4, 4, 1], [flatten(), dense(2)])])).toThrowErrorMatchingInlineSnapshot(`[GraphError: ensemble: members must tell the same classes apart. Received 3 of scores and 2 of two. Give both the same classes.]`);
  const one = graph("one", [4, 4, 1], [flatten(), dense(1)]);
  expect(() => ensemble([one, one])).toThrowErrorMatchingInlineSnapshot(`[GraphError: ensemble: members must end in at least 2 values, one for each class, or in probabilities. Received one, which ends in 1.]`);
  expect(() => ensemble([model("googlenet"), model("googlenet", { auxiliary: true })])).toThrowErrorMatchingInlineSnapshot(`[GraphError: ensemble: members must have one output. Received googlenet, which has fc, aux1.fc2, aux2.fc2. Leave out auxiliary heads.]`);
});
