import { working } from "../working.ts";
import type { Answer, Exercise } from "./exercise.ts";
import { exerciseKinds, type ExerciseKindName } from "./kinds.ts";
import { matrixLatex, matrixText, numberText } from "./matrix.ts";
import { quiz, type QuizOptions } from "./quiz.ts";

export type SheetFormat = "markdown" | "text";

export interface SheetOptions extends QuizOptions {
  readonly title?: string;
  /** How to write it; Markdown if left out. */
  readonly format?: SheetFormat;
}

/** Exercises to print, and their answers on a sheet of their own. */
export interface Sheet {
  readonly sheet: string;
  readonly answers: string;
}

/** A printable sheet of exercises with a separate sheet of worked answers: the same for the same seed. */
export function quizSheet({ title = "Exercises", format = "markdown", ...options }: SheetOptions = {}): Sheet {
  const exercises = quiz(options);
  const heading = (text: string, level: number): string => (format === "markdown" ? `${"#".repeat(level)} ${text}` : text);
  const about = `Seed ${options.seed ?? 1}, ${exercises.length} exercise${exercises.length === 1 ? "" : "s"}.`;
  const numbered = (body: (one: Exercise) => readonly string[]): string[] => exercises.flatMap((one, i) => ["", heading(`${i + 1}. ${sentence(titleOf(one))}`, 2), "", ...body(one)]);
  return {
    sheet: `${[heading(title, 1), "", about, ...numbered(({ question, unit }) => [question[format], "", `Answer: ____________ ${unit}`.trimEnd()])].join("\n")}\n`,
    answers: `${[heading(`${title}: answers`, 1), "", about, ...numbered((one) => [answerLine(one, format), "", ...workedText(one, format)])].join("\n")}\n`,
  };
}

/** The way to an answer, one line for each step. */
export const workedText = ({ worked }: Pick<Exercise, "worked">, format: SheetFormat = "text"): string[] =>
  worked.map(({ of, expression, value, source }) => {
    const tail = source === "" ? "" : ` (${source})`;
    return format === "markdown" ? `- ${of}: $${working(expression, value, "latex")}$${tail}` : `  ${of}: ${working(expression, value, "text")}${tail}`;
  });

/** An answer as people write it. */
export const answerText = (answer: Answer): string => (typeof answer === "number" ? answer.toLocaleString("en-GB", { maximumFractionDigits: 6 }) : matrixText(answer));

function answerLine({ answer, unit }: Exercise, format: SheetFormat): string {
  if (typeof answer === "number") return format === "markdown" ? `**${answerText(answer)}** ${unit}`.trimEnd() : `${answerText(answer)} ${unit}`.trimEnd();
  return format === "markdown" ? `$$${matrixLatex(answer)}$$` : answer.map((row) => `    ${row.map(numberText).join(" ")}`).join("\n");
}

const titleOf = ({ kind }: Exercise): string => exerciseKinds[kind as ExerciseKindName].title;
const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
