import { expect, test } from "vitest";
import { pointwiseKinds, told } from "./activationList.ts";

test("every one is told, and slopes agree with differences away from kinks", () => {
  const all = told(pointwiseKinds.join(" "), 0.01);
  expect(all.map(({ layer }) => layer.kind)).toEqual(pointwiseKinds);
  for (const { layer, facts } of all) for (const x of [-2.2, -0.4, 0.7, 4.1]) expect(facts.slope(x), `${layer.kind} at ${x}`).toBeCloseTo((facts.f(x + 1e-5) - facts.f(x - 1e-5)) / 2e-5, 4);
});

test("what the lesson says", () => {
  const [relu, leaky, sigmoid] = told("relu leakyRelu sigmoid", 0.2);
  expect([relu?.range, relu?.monotonic, relu?.kinks]).toEqual(["[0, ∞)", "never falls", "at 0"]);
  expect([leaky?.range, leaky?.monotonic, leaky?.facts.f(-5)]).toEqual(["(−∞, ∞)", "rises everywhere", -1]);
  expect([sigmoid?.range, sigmoid?.facts.slope(0)]).toEqual(["(0, 1)", 0.25]);
  expect(() => told("rulu", 0)).toThrowErrorMatchingInlineSnapshot(`[RangeError: There is no activation "rulu". Did you mean "relu"?]`);
});
