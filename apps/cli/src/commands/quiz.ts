import { writeFileSync } from "node:fs";
import { extname, resolve } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { InvalidArgumentError, Option, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { answerText, checkAnswer, exerciseKindNames, exerciseKinds, quiz, quizSheet, workedText, type Exercise } from "@convscope/core";
import { answer, command } from "../command.ts";
import { UsageError } from "../failure.ts";
import { stepJson } from "../steps.ts";
import type { Terminal } from "../terminal.ts";
import { oneOf, whole } from "../values.ts";

/** Where answers are typed. */
type Keyboard = Readable & { readonly isTTY?: boolean };

/** `convscope quiz`: exercises with worked answers, asked one by one, printed, or as sheets. */
export const quizCommand = (terminal: Terminal, keyboard: Keyboard = process.stdin): CommandUnknownOpts =>
  command("quiz")
    .summary("exercises about the arithmetic of networks, with worked answers")
    .description("Asks exercises one by one and says which slip led to a wrong answer. Without a keyboard it prints them; --sheet and --answers write them to files.")
    .option("--seed <n>", "the same seed gives the same exercises; another each day if left out", whole(0))
    .option("--count <n>", "how many exercises", whole(1), 10)
    .addOption(new Option("--kind <kind>", "a kind of exercise; repeat it for several").argParser((word: string, before: string[] | undefined) => [...(before ?? []), oneOf(exerciseKindNames)(word)]))
    .option("--sheet <file>", "write a sheet without answers, as Markdown (.md) or text (.txt)", sheetFile)
    .option("--answers <file>", "write a sheet with worked answers, as .md or .txt", sheetFile)
    .addHelpText("after", `
Kinds:
${exerciseKindNames.map((kind) => `  ${kind.padEnd(20)}${exerciseKinds[kind].title}`).join("\n")}

Examples:
  convscope quiz --kind convParameters --kind receptiveField
  convscope quiz --seed 7 --count 12 --sheet sheet.md --answers answers.md`)
    .action(async ({ seed = Math.floor(Date.now() / 86_400_000), count, kind: kinds, sheet, answers, json }) => {
      const options = { seed, count, ...(kinds && { kinds }) };
      const exercises = quiz(options);
      if (sheet !== undefined && answers !== undefined && resolve(terminal.cwd, sheet) === resolve(terminal.cwd, answers)) throw new UsageError("--sheet and --answers must be two files.");
      for (const [path, what] of [[sheet, "sheet"], [answers, "answers"]] as const)
        if (path !== undefined) writeFileSync(resolve(terminal.cwd, path), quizSheet({ ...options, format: extname(path).toLowerCase() === ".txt" ? "text" : "markdown" })[what]);
      if (json) answer(terminal, { json: { seed, exercises: exercises.map(exerciseJson) }, text: "" }, json);
      else if (sheet !== undefined || answers !== undefined) terminal.out(`${exercises.length} exercises of seed ${seed} written to ${[sheet, answers].filter((path) => path !== undefined).join(" and ")}\n`);
      else if (keyboard.isTTY) await ask(terminal, keyboard, exercises);
      else answer(terminal, { json: undefined, text: printed(exercises, seed) }, false);
    });

/** A file that a sheet can be written to: its name says how. */
function sheetFile(path: string): string {
  if (!/\.(md|txt)$/i.test(path)) throw new InvalidArgumentError(`A sheet is written as Markdown (.md) or text (.txt): give it a name that ends in one of them. Received "${path}".`);
  return path;
}

const exerciseJson = (one: Exercise): unknown => ({ ...one, worked: one.worked.map(stepJson) });

const printed = (exercises: readonly Exercise[], seed: number): string =>
  [...exercises.map(({ question, unit }, i) => `${i + 1}. ${question.text}${unit === "" ? "" : ` [${unit}]`}`), `Answers: convscope quiz --seed ${seed} --answers answers.md, with the same other options`].join("\n\n");

/** Asks each exercise: one more try after a slip, then the way to the answer. */
async function ask(terminal: Terminal, keyboard: Keyboard, exercises: readonly Exercise[]): Promise<void> {
  const { bold, green, yellow, dim } = terminal.colors;
  const lines = createInterface({ input: keyboard, signal: terminal.signal })[Symbol.asyncIterator]();
  const read = async (): Promise<string | undefined> => {
    terminal.out("> ");
    const { value, done } = await lines.next();
    terminal.signal.throwIfAborted();
    return done === true ? undefined : String(value).trim();
  };
  terminal.out(dim("Type the answer; an empty line shows it, q ends.\n"));
  let [right, asked] = [0, 0];
  for (const [i, one] of exercises.entries()) {
    terminal.out(`\n${bold(`${i + 1}/${exercises.length}`)} ${one.question.text}${one.unit === "" ? "" : dim(` [${one.unit}]`)}\n`);
    const verdict = await tries(one, read, (says, good) => terminal.out(`${good ? green(says) : yellow(says)}\n`));
    if (verdict === "quit") break;
    asked++;
    if (verdict === "right") right++;
    else terminal.out(`The answer is ${answerText(one.answer).includes("\n") ? "\n" : ""}${answerText(one.answer)} ${one.unit}\n${workedText(one).join("\n")}\n`);
  }
  if (asked > 0) terminal.out(`\n${right} of ${asked} right.\n`);
  await lines.return?.();
}

async function tries(one: Exercise, read: () => Promise<string | undefined>, tell: (says: string, good: boolean) => void): Promise<"right" | "wrong" | "quit"> {
  for (let left = 2; left > 0;) {
    const typed = await read();
    if (typed === undefined || typed === "q") return "quit";
    if (typed === "") return "wrong";
    const { verdict, says } = checkAnswer(one, typed);
    tell(says, verdict === "right");
    if (verdict === "right") return "right";
    if (verdict === "wrong") left--;
  }
  return "wrong";
}
