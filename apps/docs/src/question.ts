import { checkAnswer, type Check } from "@convscope/core";

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
  const plain = checkAnswer({ answer, mistakes: [] }, given);
  const found = wrong.find(({ value }) => checkAnswer({ answer: Number(value), mistakes: [] }, given).verdict === "right");
  return plain.verdict === "wrong" && found ? { verdict: "wrong", says: `Not quite: ${found.says}.` } : plain;
}
