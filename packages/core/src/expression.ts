/**
 * Arithmetic that can show itself: one tree gives the value, the formula in symbols and the same with the numbers put in,
 * so that a number and its working cannot drift apart.
 */
export type Expression =
  | { readonly op: "number"; readonly value: number }
  | { readonly op: "quantity"; readonly symbol: string; readonly value: number }
  | { readonly op: Operation; readonly args: readonly Expression[] };

type Operation = "add" | "subtract" | "multiply" | "divide" | "floor" | "ceil" | "maximum" | "power";

/** Notations an expression can be written in. */
export type Notation = "text" | "latex";

type Term = Expression | number;

const expression = (term: Term): Expression => (typeof term === "number" ? { op: "number", value: term } : term);
const operation = (op: Operation) => (...args: readonly Term[]): Expression => ({ op, args: args.map(expression) });

/** A number with a name: `quantity("k", 3)`. A symbol may have a subscript after `_`: `k_h`. */
export const quantity = (symbol: string, value: number): Expression => ({ op: "quantity", symbol, value });
export const plus: (...terms: readonly Term[]) => Expression = operation("add");
export const minus: (...terms: readonly Term[]) => Expression = operation("subtract");
export const times: (...terms: readonly Term[]) => Expression = operation("multiply");
export const over: (a: Term, b: Term) => Expression = operation("divide");
export const floor: (a: Term) => Expression = operation("floor");
export const ceil: (a: Term) => Expression = operation("ceil");
export const maximum: (...terms: readonly Term[]) => Expression = operation("maximum");
export const power: (a: Term, exponent: Term) => Expression = operation("power");

const apply: { readonly [op in Operation]: (args: readonly number[]) => number } = {
  add: (args) => args.reduce((a, b) => a + b),
  subtract: (args) => args.reduce((a, b) => a - b),
  multiply: (args) => args.reduce((a, b) => a * b),
  divide: (args) => args.reduce((a, b) => a / b),
  floor: ([a = NaN]) => Math.floor(a),
  ceil: ([a = NaN]) => Math.ceil(a),
  maximum: (args) => Math.max(...args),
  power: ([a = NaN, b = NaN]) => a ** b,
};

/** The number an expression comes to. */
export function evaluate(e: Expression): number {
  return "args" in e ? apply[e.op](e.args.map(evaluate)) : e.value;
}

/** The expression in its symbols: `⌊(n + 2·p − k) / s⌋ + 1`. */
export const formula = (e: Expression, notation: Notation = "text"): string => write(e, notation, true);

/** The expression with its numbers: `⌊(224 + 2·3 − 7) / 2⌋ + 1`. */
export const substitution = (e: Expression, notation: Notation = "text"): string => write(e, notation, false);

const binding: { readonly [op in Operation]: number } = { add: 1, subtract: 1, multiply: 2, divide: 2, power: 3, floor: 4, ceil: 4, maximum: 4 };

/** Brackets are written only where the reader would otherwise compute something else. */
function write(e: Expression, notation: Notation, symbols: boolean): string {
  if (!("args" in e)) return symbols && e.op === "quantity" ? symbol(e.symbol, notation) : number(e.value, notation);
  const latex = notation === "latex";
  const within = (arg: Expression, strength: number): string => {
    const text = write(arg, notation, symbols);
    const weaker = "args" in arg ? binding[arg.op] < strength : arg.value < 0 && !(symbols && arg.op === "quantity") && strength > 0;
    return weaker ? `(${text})` : text;
  };
  const bare = (arg: Expression | undefined): string => (arg ? write(arg, notation, symbols) : "");
  const [first, second] = e.args;
  switch (e.op) {
    case "add": return e.args.map((a, i) => within(a, i === 0 ? 0 : 1)).join(" + ");
    // What is taken away needs brackets around a sum: a − (b + c).
    case "subtract": return e.args.map((a, i) => within(a, i === 0 ? 0 : 2)).join(latex ? " - " : " − ");
    case "multiply": return e.args.map((a) => within(a, 2)).join(latex ? " \\cdot " : "·");
    case "divide": return latex ? `\\frac{${bare(first)}}{${bare(second)}}` : `${first ? within(first, 2) : ""} / ${second ? within(second, 3) : ""}`;
    case "power": return `${first ? within(first, 4) : ""}^${latex ? `{${bare(second)}}` : second ? within(second, 4) : ""}`;
    case "floor": return latex ? `\\left\\lfloor ${bare(first)} \\right\\rfloor` : `⌊${bare(first)}⌋`;
    case "ceil": return latex ? `\\left\\lceil ${bare(first)} \\right\\rceil` : `⌈${bare(first)}⌉`;
    case "maximum": return `${latex ? "\\max" : "max"}(${e.args.map((a) => write(a, notation, symbols)).join(", ")})`;
  }
}

const number = (value: number, notation: Notation): string => (notation === "latex" ? String(value) : String(value).replace("-", "−"));

function symbol(name: string, notation: Notation): string {
  const [base = "", subscript] = name.split("_");
  if (notation === "text") return subscript === undefined ? base : `${base}_${subscript}`;
  const word = (s: string): string => (/^[a-z]{2,}$/i.test(s) ? `\\mathit{${s}}` : s);
  return subscript === undefined ? word(base) : `${word(base)}_{${word(subscript)}}`;
}
