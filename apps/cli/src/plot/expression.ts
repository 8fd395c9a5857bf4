import { didYouMean } from "@convscope/core";
import type { ExpressionNode } from "@convscope/viz";
import { CommandError } from "../failure.ts";
import { assignmentsOf, type Formula } from "./formula.ts";

/** Something to compute: how it is drawn, what it gives, and its slope by each input, of those and what it gave. */
interface Operation {
  readonly sign: string;
  readonly of: (...inputs: readonly number[]) => number;
  readonly slopes: (inputs: readonly number[], output: number) => readonly number[];
}

const functions: Readonly<Record<string, Operation>> = {
  sigmoid: { sign: "σ", of: (x = NaN) => 1 / (1 + Math.exp(-x)), slopes: (_, y) => [y * (1 - y)] },
  tanh: { sign: "tanh", of: (x = NaN) => Math.tanh(x), slopes: (_, y) => [1 - y * y] },
  relu: { sign: "ReLU", of: (x = NaN) => Math.max(0, x), slopes: ([x = NaN]) => [x > 0 ? 1 : 0] },
  exp: { sign: "exp", of: (x = NaN) => Math.exp(x), slopes: (_, y) => [y] },
  log: { sign: "ln", of: (x = NaN) => Math.log(x), slopes: ([x = NaN]) => [1 / x] },
  sqrt: { sign: "√", of: (x = NaN) => Math.sqrt(x), slopes: (_, y) => [0.5 / y] },
};

const operations: Readonly<Record<string, Operation>> = {
  ...functions,
  neg: { sign: "−", of: (x = NaN) => -x, slopes: () => [-1] },
  "+": { sign: "+", of: (a = NaN, b = NaN) => a + b, slopes: () => [1, 1] },
  "-": { sign: "−", of: (a = NaN, b = NaN) => a - b, slopes: () => [1, -1] },
  "*": { sign: "×", of: (a = NaN, b = NaN) => a * b, slopes: ([a = NaN, b = NaN]) => [b, a] },
  "/": { sign: "÷", of: (a = NaN, b = NaN) => a / b, slopes: ([a = NaN, b = NaN]) => [1 / b, -a / (b * b)] },
  // By its exponent a power has a slope only where its base is above zero.
  "^": { sign: "^", of: (a = NaN, b = NaN) => a ** b, slopes: ([a = NaN, b = NaN], y) => [b * a ** (b - 1), a > 0 ? y * Math.log(a) : NaN] },
};

/** What can be called by name. */
export const functionNames: readonly string[] = Object.keys(functions);

interface Computed {
  readonly name: string;
  readonly sign?: string;
  readonly inputs: readonly string[];
  readonly value: number;
  readonly slopes: readonly number[];
  /** Numbers have no derivative that anybody asks for. */
  readonly constant: boolean;
}

/**
 * The computational graph of assignments such as `z = w*x + b; a = sigmoid(z)` at values of what is given: values forward, and the
 * derivatives of what comes last by all others back.
 *
 * @throws CommandError for what is no expression, or a name without a value.
 */
export function graphOf(text: string, at: Readonly<Record<string, number>>): readonly ExpressionNode[] {
  const { computed, last } = computedBy(text, at);
  const gradients = new Map<string, number>([[last, 1]]);
  for (const { name, inputs, slopes } of computed.toReversed()) inputs.forEach((input, i) => gradients.set(input, (gradients.get(input) ?? 0) + (gradients.get(name) ?? 0) * (slopes[i] ?? 0)));
  return computed.map(({ name, sign, inputs, value, constant }) => ({ name, value, ...(sign !== undefined && { op: sign, inputs }), ...(!constant && { gradient: shown(gradients.get(name) ?? 0) }) }));
}

const shown = (slope: number): number | string => (Number.isFinite(slope) ? slope : "none");

/** Everything that is given or computed, each after what it is computed from. */
function computedBy(text: string, at: Readonly<Record<string, number>>): { readonly computed: readonly Computed[]; readonly last: string } {
  const found = new Map<string, Computed>();
  const wrong = (rule: string): CommandError => new CommandError(`plot graph: ${rule} In: ${text}`);
  const keep = (one: Computed): Computed => {
    found.set(one.name, one);
    return one;
  };
  const assignments = assignmentsOf(text, functionNames);
  const taken = new Set([...Object.keys(at), ...assignments.flatMap(({ name }) => name ?? [])]);
  const fresh = (): string => {
    let i = 1;
    while (taken.has(`v${i}`)) i++;
    taken.add(`v${i}`);
    return `v${i}`;
  };
  const compute = (formula: Formula, name?: string): Computed => {
    if ("number" in formula) return found.get(formula.number) ?? keep({ name: formula.number, inputs: [], value: Number(formula.number), slopes: [], constant: true });
    if ("name" in formula) {
      const value = at[formula.name];
      if (value === undefined && !found.has(formula.name)) throw wrong(`every name must have a value. Received none of "${formula.name}": add --at ${formula.name}=1.`);
      return found.get(formula.name) ?? keep({ name: formula.name, inputs: [], value: value ?? NaN, slopes: [], constant: false });
    }
    const { sign = "", of, slopes } = operations[formula.of] ?? {};
    const inputs = formula.args.map((one) => compute(one));
    const numbers = inputs.map(({ value }) => value);
    const value = of?.(...numbers) ?? NaN;
    if (!Number.isFinite(value)) throw wrong(`every value must be a number. Received ${value} of ${sign}(${numbers.join(", ")}). Choose other values by --at.`);
    return keep({ name: name ?? fresh(), sign, inputs: inputs.map((input) => input.name), value, slopes: slopes?.(numbers, value) ?? [], constant: inputs.every(({ constant }) => constant) });
  };
  let last = "";
  for (const { name, formula } of assignments) {
    if (name !== undefined && (found.has(name) || Object.hasOwn(at, name))) throw wrong(`"${name}" must have one value. Received another for it.`);
    if (name !== undefined && !("of" in formula)) throw wrong(`"${name}" must be computed from something. Give values by --at.`);
    last = compute(formula, name).name;
  }
  const unused = Object.keys(at).find((name) => !found.has(name));
  if (unused !== undefined) throw wrong(`every value must be of a name in it. Received one of "${unused}".${didYouMean(unused, [...found.values()].flatMap(({ name, sign, constant }) => (sign === undefined && !constant ? name : [])))}`);
  const computed = [...found.values()];
  if (!computed.some(({ sign }) => sign !== undefined)) throw wrong("there must be something to compute. Received nothing.");
  return { computed, last };
}
