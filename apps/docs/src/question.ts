import { checkAnswer, readNumber, type Check } from "@convscope/core";

/** A wrong answer, and the sentence for whoever gives it. */
export interface WrongAnswer {
  readonly value: number | string;
  readonly says: string;
}

/** What an answer to a question of a page's own is worth: a number, or one of several choices. */
export function judge(answer: number | string, wrong: readonly WrongAnswer[], given: string): Check {
  if (typeof answer === "string") {
    if (given === answer) return { verdict: "right", says: "Right." };
    return { verdict: "wrong", says: `Not quite: ${wrong.find(({ value }) => value === given)?.says ?? "think again"}.` };
  }
  const read = numberOf(given, answer);
  if (read === undefined) return { verdict: "unreadable", says: `A number is due, such as ${example(answer)}.` };
  // A known slip goes first where it is what was typed to the last digit: 0.88 is no rounded 0.875 if it is a slip's own value.
  const found = wrong.find(({ value }) => read === value) ?? wrong.find(({ value }) => means(given, read, Number(value)));
  if (read !== answer && found && (read === found.value || !means(given, read, answer))) return { verdict: "wrong", says: `Not quite: ${found.says}.` };
  return means(given, read, answer) ? { verdict: "right", says: "Right." } : checkAnswer({ answer, mistakes: [] }, read);
}

/** What was typed as a number; where a share is asked, 60 % is 0.6. */
function numberOf(given: string, answer: number): number | undefined {
  const read = readNumber(given);
  return read !== undefined && /%\s*$/.test(given) && Math.abs(answer) <= 1 ? read / 100 : read;
}

/** Whether a number stands for another, both as they are written: 0.67, 0.6667 and 2/3 are 0.667, and 0.7 is not. */
function means(given: string, read: number, answer: number): boolean {
  const apart = Math.abs(read - answer);
  const size = Math.abs(answer);
  if (apart <= 1e-9 * Math.max(1, size)) return true;
  // A whole number is counted, not rounded.
  if (Number.isInteger(answer)) return false;
  const half = (decimals: number): number => 0.5 * 10 ** -decimals * (1 + 1e-9);
  const typed = decimalsOf(given);
  // More figures than the answer has, which may itself be rounded; and fewer, but two at least.
  return (apart <= half(decimalsOf(String(answer))) && apart <= 0.002 * size) || (typed >= 2 && apart <= half(typed) && apart <= 0.01 * size);
}

const decimalsOf = (text: string): number => /[.,](\d+)/.exec(text)?.[1]?.length ?? 0;

/** A number of the answer's kind that is not the answer. */
function example(answer: number): string {
  if (!Number.isInteger(answer)) return Math.abs(answer) === 0.5 ? "0.25 or 1/4" : "0.5 or 1/2";
  if (Math.abs(answer) >= 1000) return answer === 1728 ? "2,048" : "1,728";
  return answer === 12 ? "15" : "12";
}
