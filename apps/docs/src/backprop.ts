import { activationOf, sigmoid } from "@convscope/core";
import { shown } from "./shown.ts";

/** A quantity that is given, or computed from others by an operation. */
export interface Quantity {
  readonly name: string;
  /** What it starts at, where it is given. */
  readonly given?: number;
  readonly op?: OpName;
  readonly inputs?: readonly string[];
}

const squash = activationOf(sigmoid());
const σ = (z: number): number => (squash.acts === "pointwise" ? squash.f(z) : NaN);

/** An operation: its value, and its slope by each input, in symbols too. */
interface Op {
  readonly sign: string;
  value(...args: readonly number[]): number;
  slopes(args: readonly number[], value: number): readonly number[];
  /** The slope by input `i`, with the names of the inputs and of the result. */
  told(i: number, inputs: readonly string[], result: string): string;
  /** The operation with names put in. */
  written(inputs: readonly string[]): string;
}

const [first, second] = [(args: readonly number[]): number => args[0] ?? NaN, (args: readonly number[]): number => args[1] ?? NaN];

const ops = {
  add: { sign: "+", value: (...args) => args.reduce((a, b) => a + b, 0), slopes: (args) => args.map(() => 1), told: () => "1", written: (names) => names.join(" + ") },
  times: { sign: "×", value: (a = NaN, b = NaN) => a * b, slopes: (args) => [second(args), first(args)], told: (i, names) => names[1 - i] ?? "", written: (names) => names.join("·") },
  sigmoid: { sign: "σ", value: (z = NaN) => σ(z), slopes: (_, a) => [a * (1 - a)], told: (_, __, a) => `${a}·(1 − ${a})`, written: ([z = ""]) => `σ(${z})` },
  crossEntropy: {
    sign: "cross-entropy", value: (a = NaN, y = NaN) => -(y * Math.log(a) + (1 - y) * Math.log(1 - a)),
    slopes: (args) => [-second(args) / first(args) + (1 - second(args)) / (1 - first(args)), Math.log(1 - first(args)) - Math.log(first(args))],
    told: (i, [a = "", y = ""]) => (i === 0 ? `−${y}/${a} + (1 − ${y})/(1 − ${a})` : `ln(1 − ${a}) − ln ${a}`),
    written: ([a = "", y = ""]) => `−(${y}·ln ${a} + (1 − ${y})·ln(1 − ${a}))`,
  },
  halfSquare: {
    sign: "½(a − y)²", value: (a = NaN, y = NaN) => (a - y) ** 2 / 2, slopes: (args) => [first(args) - second(args), second(args) - first(args)],
    told: (i, [a = "", y = ""]) => (i === 0 ? `${a} − ${y}` : `${y} − ${a}`), written: ([a = "", y = ""]) => `½(${a} − ${y})²`,
  },
} as const satisfies Readonly<Record<string, Op>>;
type OpName = keyof typeof ops;

const opOf = (quantity: Quantity): Op | undefined => quantity.op && ops[quantity.op];

/** An expression to work out by hand. The last quantity is the one whose slopes are asked for. */
export interface Sheet {
  readonly title: string;
  readonly quantities: readonly Quantity[];
  /** Slopes as a book writes them, by the quantity they belong to: each must come to the same. */
  readonly closed?: Readonly<Record<string, { readonly text: string; value(at: (name: string) => number): number }>>;
}

const given = (name: string, value: number): Quantity => ({ name, given: value });
const made = (name: string, op: OpName, ...inputs: readonly string[]): Quantity => ({ name, op, inputs });

/** δ of the output and of the hidden unit of the small perceptron. */
const output = (at: (name: string) => number): number => (at("a") - at("y")) * at("a") * (1 - at("a"));
const hidden = (at: (name: string) => number): number => output(at) * at("w₂") * at("h") * (1 - at("h"));

export const sheets: readonly Sheet[] = [
  {
    title: "logistic regression",
    quantities: [given("x", 2), given("w", 0.5), given("b", -1), given("y", 1), made("p", "times", "w", "x"), made("z", "add", "p", "b"), made("a", "sigmoid", "z"), made("L", "crossEntropy", "a", "y")],
    closed: {
      a: { text: "−y/a + (1 − y)/(1 − a)", value: (at) => -at("y") / at("a") + (1 - at("y")) / (1 - at("a")) },
      z: { text: "a − y", value: (at) => at("a") - at("y") },
      w: { text: "(a − y)·x", value: (at) => (at("a") - at("y")) * at("x") },
      b: { text: "a − y", value: (at) => at("a") - at("y") },
    },
  },
  { title: "a sum times a number", quantities: [given("x", -2), given("y", 5), given("z", -4), made("q", "add", "x", "y"), made("f", "times", "q", "z")] },
  { title: "one leaf, two paths", quantities: [given("x", 3), given("y", 2), made("s", "add", "x", "y"), made("f", "times", "x", "s")], closed: { x: { text: "2x + y", value: (at) => 2 * at("x") + at("y") } } },
  {
    title: "two layers, squared error",
    quantities: [
      given("x", 1), given("w₁", 0.8), given("b₁", 0.2), made("p₁", "times", "w₁", "x"), made("z₁", "add", "p₁", "b₁"), made("h", "sigmoid", "z₁"),
      given("w₂", -1.5), given("b₂", 0.5), made("p₂", "times", "w₂", "h"), made("z₂", "add", "p₂", "b₂"), made("a", "sigmoid", "z₂"), given("y", 1), made("L", "halfSquare", "a", "y"),
    ],
    closed: {
      "w₂": { text: "(a − y)·a·(1 − a)·h", value: (at) => output(at) * at("h") },
      "b₂": { text: "(a − y)·a·(1 − a)", value: output },
      "w₁": { text: "(a − y)·a·(1 − a)·w₂·h·(1 − h)·x", value: (at) => hidden(at) * at("x") },
      "b₁": { text: "(a − y)·a·(1 − a)·w₂·h·(1 − h)", value: hidden },
    },
  },
  {
    title: "two hidden units",
    quantities: [
      given("x", 1), given("w₁", 1), given("w₂", -0.5), made("p₁", "times", "w₁", "x"), made("p₂", "times", "w₂", "x"), made("h₁", "sigmoid", "p₁"), made("h₂", "sigmoid", "p₂"),
      given("v₁", 2), given("v₂", -1), made("q₁", "times", "v₁", "h₁"), made("q₂", "times", "v₂", "h₂"), made("z", "add", "q₁", "q₂"), given("y", 0), made("L", "halfSquare", "z", "y"),
    ],
  },
];

/** A quantity with its value, how it is computed, and its slope. */
export interface Worked extends Quantity {
  readonly value: number;
  readonly written: string;
  /** ∂last/∂this. */
  readonly gradient: number;
  /** `∂L/∂z·x`, summed over everything that uses it. */
  readonly rule: string;
}

/** Values forwards, slopes backwards; `values` stand for what is given. */
export function workOut({ quantities }: Sheet, values: Readonly<Record<string, number>>): readonly Worked[] {
  const value = new Map<string, number>();
  const argsOf = (quantity: Quantity): readonly number[] => (quantity.inputs ?? []).map((input) => value.get(input) ?? NaN);
  for (const quantity of quantities) value.set(quantity.name, opOf(quantity)?.value(...argsOf(quantity)) ?? values[quantity.name] ?? quantity.given ?? NaN);
  const last = quantities.at(-1)?.name ?? "";
  const gradient = new Map([[last, 1]]);
  const rules = new Map<string, string[]>();
  for (const quantity of quantities.toReversed()) {
    const [op, { name, inputs = [] }] = [opOf(quantity), quantity];
    const slopes = op?.slopes(argsOf(quantity), value.get(name) ?? NaN) ?? [];
    inputs.forEach((input, i) => {
      gradient.set(input, (gradient.get(input) ?? 0) + (gradient.get(name) ?? 0) * (slopes[i] ?? 0));
      const told = op?.told(i, inputs, name) ?? "";
      const factor = told === "1" ? "" : `·${/[ /]/.test(told) && !/^[^ ]+·\(.*\)$/.test(told) ? `(${told})` : told}`;
      rules.set(input, [...(rules.get(input) ?? []), name === last ? told : `∂${last}/∂${name}${factor}`]);
    });
  }
  return quantities.map((quantity) => ({
    ...quantity, value: value.get(quantity.name) ?? NaN, written: opOf(quantity)?.written(quantity.inputs ?? []) ?? "given",
    gradient: gradient.get(quantity.name) ?? 0, rule: quantity.name === last ? "1" : (rules.get(quantity.name) ?? ["0"]).join(" + "),
  }));
}

/** A way from the last quantity back to one, with the slopes on it. */
export interface Way {
  readonly names: readonly string[];
  readonly factors: readonly { readonly text: string; readonly value: number }[];
  readonly product: number;
}

/** Every way back to a quantity: its slope is the sum of their products. */
export function waysTo(worked: readonly Worked[], target: string): readonly Way[] {
  const find = (name: string): Worked | undefined => worked.find((one) => one.name === name);
  const last = worked.at(-1)?.name ?? "";
  const walk = (name: string, way: Way): readonly Way[] => {
    if (name === target) return [way];
    const quantity = find(name);
    const inputs = quantity?.inputs ?? [];
    const op = quantity && opOf(quantity);
    const slopes = op?.slopes(inputs.map((input) => find(input)?.value ?? NaN), quantity?.value ?? NaN) ?? [];
    return inputs.flatMap((input, i) => walk(input, {
      names: [...way.names, input], factors: [...way.factors, { text: `∂${name}/∂${input} = ${op?.told(i, inputs, name) ?? ""}`, value: slopes[i] ?? NaN }], product: way.product * (slopes[i] ?? NaN),
    }));
  };
  return walk(last, { names: [last], factors: [], product: 1 });
}

/** A number as a factor: in brackets below zero. */
export const factor = (value: number): string => (value < 0 ? `(${shown(value)})` : shown(value));

/** What an operation is drawn as. */
export const signOf = (quantity: Quantity): string | undefined => opOf(quantity)?.sign;
