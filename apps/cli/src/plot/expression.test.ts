import fc from "fast-check";
import { expect, test } from "vitest";
import { graphOf } from "./expression.ts";

const gradients = (text: string, at: Readonly<Record<string, number>>): Readonly<Record<string, number | string | undefined>> => Object.fromEntries(graphOf(text, at).filter(({ gradient }) => gradient !== undefined).map(({ name, gradient }) => [name, gradient]));

test("the example that every lecture has: (x + y)·z", () => {
  expect(graphOf("(x + y) * z", { x: -2, y: 5, z: -4 })).toEqual([
    { name: "x", value: -2, gradient: -4 },
    { name: "y", value: 5, gradient: -4 },
    { name: "v1", op: "+", inputs: ["x", "y"], value: 3, gradient: -4 },
    { name: "z", value: -4, gradient: 3 },
    { name: "v2", op: "×", inputs: ["v1", "z"], value: -12, gradient: 1 },
  ]);
});

test("logistic regression: ∂L/∂z = a − y, ∂L/∂w = (a − y)x, ∂L/∂b = a − y", () => {
  const a = 1 / (1 + Math.exp(-1));
  const found = gradients("z = w*x + b; a = sigmoid(z); L = -(y*log(a) + (1 - y)*log(1 - a))", { w: 0.8, x: 1.5, b: -0.2, y: 1 });
  expect(found["z"]).toBeCloseTo(a - 1, 12);
  expect(found["w"]).toBeCloseTo((a - 1) * 1.5, 12);
  expect(found["b"]).toBeCloseTo(a - 1, 12);
  expect(found["L"]).toBe(1);
});

test("a value that is used twice gets both gradients, what ends is what comes last, ^ goes before −, and numbers have no gradient", () => {
  expect(gradients("relu(w*x) + x", { x: 2, w: 0.25 })).toMatchObject({ x: 1.25, w: 2 });
  expect(gradients("x*x", { x: 3 })).toMatchObject({ x: 6 });
  expect(gradients("a = x*2; b = x*5; a", { x: 3 })).toMatchObject({ x: 2, a: 1, b: 0 });
  expect(graphOf("-x^2", { x: 3 }).at(-1)).toMatchObject({ value: -9, gradient: 1 });
  expect(graphOf("2^3^2", {}).map(({ value, gradient }) => [value, gradient])).toEqual([[2, undefined], [3, undefined], [9, undefined], [512, undefined]]);
});

test("gradients are central differences", () => {
  const expressions = ["tanh(x*y) / (2 + exp(-y))", "sqrt(x^2 + y^2 + 1) * sigmoid(x - y)", "log(3 + x) ^ 2 - x / (4 + y)", "z = x*y - 0.5; relu(z + 9) * z"];
  fc.assert(fc.property(fc.constantFrom(...expressions), fc.double({ min: -2, max: 2, noNaN: true }), fc.double({ min: -2, max: 2, noNaN: true }), (text, x, y) => {
    const valueAt = (dx: number, dy: number): number => Number(graphOf(text, { x: x + dx, y: y + dy }).at(-1)?.value);
    const found = gradients(text, { x, y });
    const h = 1e-5;
    expect(found["x"]).toBeCloseTo((valueAt(h, 0) - valueAt(-h, 0)) / (2 * h), 4);
    expect(found["y"]).toBeCloseTo((valueAt(0, h) - valueAt(0, -h)) / (2 * h), 4);
  }));
});

test("what is no expression is refused", () => {
  const said = (text: string, at: Readonly<Record<string, number>> = {}): string => {
    try {
      graphOf(text, at);
      return "nothing";
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect([said("x * 2"), said("x", { x: 1 }), said("(x + 1", { x: 1 }), said("sigmod(x)", { x: 1 }), said("x y", { x: 1, y: 2 }), said("x +", { x: 1 }), said("log(x)", { x: 0 }), said("a = x*2; a = x*3", { x: 1 }), said("a = x", { x: 1 }), said("x*2", { x: 1, y: 3 }), said("x # 2", { x: 1 })]).toMatchInlineSnapshot(`
    [
      "plot graph: every name must have a value. Received none of "x": add --at x=1. In: x * 2",
      "plot graph: there must be something to compute. Received nothing. In: x",
      "plot graph: a bracket must be closed. Received the end in its place. In: (x + 1",
      "plot graph: there is no function "sigmod". Did you mean "sigmoid"? Functions: sigmoid, tanh, relu, exp, log, sqrt. In: sigmod(x)",
      "plot graph: assignments must have ; between them. Received "y" behind "x". In: x y",
      "plot graph: a number, a name, a function or a bracket was due. Received the end. In: x +",
      "plot graph: every value must be a number. Received -Infinity of ln(0). Choose other values by --at. In: log(x)",
      "plot graph: "a" must have one value. Received another for it. In: a = x*2; a = x*3",
      "plot graph: "a" must be computed from something. Give values by --at. In: a = x",
      "plot graph: every value must be of a name in it. Received one of "y". Did you mean "x"? In: x*2",
      "plot graph: assignments must have ; between them. Received "#" behind "x". In: x # 2",
    ]
  `);
});
