import { didYouMean } from "@convscope/core";
import { CommandError } from "../failure.ts";

/** An expression as it is written. `of` is a function's name or an operator's sign. */
export type Formula = { readonly number: string } | { readonly name: string } | { readonly of: string; readonly args: readonly Formula[] };

/** `z = w*x + b`. */
export interface Assignment {
  /** None: what it comes to has no name. */
  readonly name: string | undefined;
  readonly formula: Formula;
}

/** Reads assignments with ; between them: sums of products of powers of numbers, names, brackets and functions. */
export function assignmentsOf(text: string, functions: readonly string[]): readonly Assignment[] {
  const words = text.match(/\d+\.?\d*(?:e[+-]?\d+)?|\.\d+|[A-Za-z_]\w*|\S/g) ?? [];
  let place = 0;
  const isName = (word: string | undefined): word is string => word !== undefined && /^[A-Za-z_]/.test(word);
  const take = (...some: readonly string[]): string | undefined => {
    const word = words[place];
    if (word === undefined || !some.includes(word)) return undefined;
    place++;
    return word;
  };
  const wrong = (rule: string): CommandError => new CommandError(`plot graph: ${rule} In: ${text}`);
  const close = (): void => {
    if (take(")") === undefined) throw wrong(`a bracket must be closed. Received ${words[place] === undefined ? "the end" : `"${words[place]}"`} in its place.`);
  };
  /** Operands of equal rank from left to right. */
  const chain = (signs: readonly string[], operand: () => Formula): Formula => {
    let left = operand();
    for (let sign = take(...signs); sign !== undefined; sign = take(...signs)) left = { of: sign, args: [left, operand()] };
    return left;
  };
  const sum = (): Formula => chain(["+", "-"], () => chain(["*", "/"], power));
  const power = (): Formula => {
    if (take("-") !== undefined) return { of: "neg", args: [power()] };
    const base = atom();
    return take("^") === undefined ? base : { of: "^", args: [base, power()] };
  };
  const atom = (): Formula => {
    const word = words[place++];
    if (word === "(") {
      const inside = sum();
      close();
      return inside;
    }
    if (word !== undefined && /^[\d.]/.test(word)) return { number: word };
    if (!isName(word)) throw wrong(`a number, a name, a function or a bracket was due. Received ${word === undefined ? "the end" : `"${word}"`}.`);
    if (take("(") === undefined) return { name: word };
    if (!functions.includes(word)) throw wrong(`there is no function "${word}".${didYouMean(word, functions)} Functions: ${functions.join(", ")}.`);
    const inside = sum();
    close();
    return { of: word, args: [inside] };
  };
  const found: Assignment[] = [];
  while (place < words.length) {
    if (take(";") !== undefined) continue;
    const name = isName(words[place]) && words[place + 1] === "=" ? words[place] : undefined;
    if (name !== undefined) place += 2;
    found.push({ name, formula: sum() });
    if (place < words.length && words[place] !== ";") throw wrong(`assignments must have ; between them. Received "${words[place]}" behind "${words[place - 1]}".`);
  }
  return found;
}
