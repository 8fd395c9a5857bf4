import { misprint } from "../audit/misprint.ts";
import { slip, type Slip } from "../audit/mistake.ts";
import type { Answer, Exercise } from "./exercise.ts";
import type { Matrix } from "./matrix.ts";
import { sameAnswer } from "./quiz.ts";
import { readNumber } from "./readNumber.ts";

/** What an answer is worth. */
export interface Check {
  readonly verdict: "right" | "wrong" | "unreadable";
  /** The slip that leads to just this wrong answer, where one is known. */
  readonly slip?: Slip<Answer>;
  /** One sentence for whoever answered; it does not tell the right answer. */
  readonly says: string;
}

/**
 * Whether an answer is right, and if not, which slip leads to it. Numbers are read as `readNumber` does; a matrix is written row by row:
 * `4 3 4 / 2 4 3 / 2 3 4`.
 */
export function checkAnswer(exercise: Pick<Exercise, "answer" | "mistakes">, given: string | Answer): Check {
  const { answer, mistakes } = exercise;
  const read = typeof given === "string" ? parseAnswer(given, answer) : given;
  if (read === undefined) return { verdict: "unreadable", says: typeof answer === "number" ? "A number is due, such as 1,728." : "Rows of numbers are due, such as: 4 3 / 2 1." };
  if (inOneLine(read, answer)) return { verdict: "unreadable", says: "The shape is missing: write each row on a line of its own, or / between the rows, such as: 4 3 / 2 1." };
  if (sameAnswer(read, answer)) return { verdict: "right", says: "Right." };
  const printed = typeof read === "number" && typeof answer === "number" ? misprint(answer, read) : undefined;
  const found = mistakes.find(({ value }) => sameAnswer(value, read)) ?? (printed && slip<Answer>(printed, read));
  if (found) return { verdict: "wrong", slip: found, says: `Not quite: ${found.sentence}.` };
  return { verdict: "wrong", says: hint(read, answer) };
}

/** Whether as many cells as the answer has stand in one row, where the answer has several. */
const inOneLine = (given: Answer, answer: Answer): boolean =>
  typeof given !== "number" && typeof answer !== "number" && answer.length > 1 && given.length === 1 && given[0]?.length === answer.flat().length && given[0].length > 1;

/** What can be said without telling the answer. */
function hint(given: Answer, answer: Answer): string {
  if (typeof given !== "number" && typeof answer !== "number") {
    const [rows, columns] = [given.length, given[0]?.length ?? 0];
    if (rows !== answer.length || columns !== answer[0]?.length) return `Not quite: the result is ${answer.length}×${answer[0]?.length ?? 0}, not ${rows}×${columns}.`;
    const right = answer.flat().filter((value, i) => sameAnswer(value, given.flat()[i] ?? NaN)).length;
    return `Not quite: ${right} of ${answer.flat().length} cells are right.`;
  }
  if (typeof given !== "number" || typeof answer !== "number") return "Not quite.";
  return given > answer ? "Not quite: that is too much." : "Not quite: that is too little.";
}

/** An answer out of what somebody has typed; `like` says whether a number or a matrix is due. */
function parseAnswer(text: string, like: Answer): Answer | undefined {
  return typeof like === "number" ? readNumber(text) : parseMatrix(text);
}

function parseMatrix(text: string): Matrix | undefined {
  const inner = text.trim().replaceAll("−", "-").replace(/\]\s*,?\s*\[/g, "/").replace(/[[\]()]/g, "");
  const cells = inner.split(/[/;\n]/).map((row) => row.trim()).filter((row) => row !== "").map((row) => row.split(/[\s,]+/));
  if (cells.length === 0 || cells.length > 100 || cells.some((row) => row.length > 100 || row.length !== cells[0]?.length || row.some((cell) => !/^-?(\d+\.?\d*|\.\d+)$/.test(cell)))) return undefined;
  return cells.map((row) => row.map(Number));
}
