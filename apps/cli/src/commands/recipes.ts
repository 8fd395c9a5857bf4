import { join, resolve } from "node:path";
import { Argument, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { didYouMean } from "@convscope/core";
import { recipe, recipes, type Recipe } from "@convscope/recipes";
import { backendOption, threadsOption } from "../backends.ts";
import { answer, command } from "../command.ts";
import { CommandError, interruption } from "../failure.ts";
import { duration } from "../progress.ts";
import { bound, figure } from "../recipe/text.ts";
import { verifyRecipe, type Verified } from "../recipe/verify.ts";
import { table } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { whole } from "../values.ts";
import { indented } from "../wrap.ts";

/** `convscope recipes`: trainings by name, and whether they come to what they state. */
export const recipesCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("recipes")
    .summary("trainings by name that reach a stated figure")
    .description("Lists the recipes: a network, its data, its settings, and the figure that must come out. The name of one tells all of it. \"convscope train NAME\" carries one out; --verify carries out those that are named, or all, and compares.")
    .addArgument(new Argument("[names...]", "recipes"))
    .option("--verify", "carry them out with their own settings, and compare with what they state")
    .option("--seed <n>", "with --verify: draws weights, order and drawn data (default 1)", whole(0))
    .option("--data-dir <folder>", "with --verify: where the data sets' files are")
    .option("--out <folder>", "with --verify: where the runs go (default runs/recipes)")
    .addOption(backendOption())
    .addOption(threadsOption())
    .addHelpText("after", "\nExamples:\n  convscope recipes\n  convscope recipes strokes\n  convscope train strokes\n  convscope recipes --verify strokes --backend simd")
    .action(async (names, { json, verify, out, ...options }) => {
      const chosen = names.map(find);
      if (verify) {
        const verified = await verifyAll(terminal, chosen.length > 0 ? chosen : recipes, { ...options, out: resolve(terminal.cwd, out ?? join("runs", "recipes")) });
        answer(terminal, { json: verified, text: verifiedText(verified, terminal) }, json);
        if (verified.some(({ interrupted }) => interrupted)) throw interruption(terminal.signal);
        const missed = verified.filter(({ verdicts }) => verdicts.some(({ met }) => !met));
        if (missed.length > 0) throw new CommandError(`${missed.map(({ recipe: name }) => name).join(", ")}: what came out must be what the recipe states. The runs' folders hold all of it.`);
        return;
      }
      const found = chosen.length > 0 ? chosen : recipes;
      answer(terminal, { json: found.map(described), text: chosen.length > 0 ? found.map((one) => about(one, terminal)).join("\n\n") : list(terminal) }, json);
    });

function find(name: string): Recipe {
  const found = recipe(name);
  const known = recipes.map((one) => one.name);
  if (!found) throw new CommandError(`there is no recipe "${name}".${didYouMean(name, known)} Recipes: ${known.join(", ")}.`);
  return found;
}

async function verifyAll(terminal: Terminal, chosen: readonly Recipe[], options: Parameters<typeof verifyRecipe>[2]): Promise<readonly Verified[]> {
  const verified: Verified[] = [];
  for (const [i, one] of chosen.entries()) {
    terminal.err(`${i + 1}/${chosen.length}  ${one.name}\n`);
    const result = await verifyRecipe(terminal, one, options);
    verified.push(result);
    if (result.interrupted) break;
  }
  return verified;
}

/** What a program reads of a recipe: all but its code. */
const described = ({ ...one }: Recipe): object => (one.kind === "program" ? { ...one, run: undefined } : one);

const list = ({ colors: { dim } }: Terminal): string =>
  `${table(recipes, [
    { title: "name", of: ({ name }) => name },
    { title: "task", of: ({ task }) => task },
    { title: "data", of: ({ data }) => data.join(", ") },
    { title: "expected", of: ({ expected }) => expected.slice(0, 1).map((one) => `${one.measure} ${bound(one)}`).join() },
    { title: "minutes", of: ({ minutes }) => figure(minutes), align: "right" },
  ], dim)}\n\nThe whole of one: convscope recipes NAME\nCarry one out:    convscope train NAME`;

/** Text is no wider than this, however wide the terminal. */
const widest = 100;

function about(one: Recipe, { columns, colors: { bold } }: Terminal): string {
  const settings = one.kind === "program" ? Object.entries(one.settings).map(([name, value]) => `${name} ${value}`) : Object.entries(one.config).map(([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`);
  const lines = [
    ["task", one.task],
    ["teaches", one.teaches],
    ...(one.data.length > 0 ? [["data", one.data.join(", ")]] : []),
    ["settings", settings.join(", ")],
    ["expected", one.expected.length === 0 ? "nothing is stated yet" : one.expected.map((expectation) => `${expectation.measure} ${bound(expectation)}`).join(", ")],
    ["takes", `about ${duration(60 * one.minutes)} on two cores`],
  ];
  const width = Math.max(...lines.map(([what = ""]) => what.length)) + 2;
  return `${bold(`${one.name}: ${one.title}`)}\n\n${lines.map(([what = "", value = ""]) => what.padEnd(width) + indented(value, Math.min(columns, widest), width)).join("\n")}\n\nCarry it out: convscope train ${one.name}`;
}

function verifiedText(verified: readonly Verified[], { colors: { dim, green, red } }: Terminal): string {
  const rows = verified.flatMap(({ recipe: name, verdicts, seconds, backend }) => verdicts.map((verdict, i) => ({ name: i === 0 ? name : "", verdict, time: i === 0 ? duration(seconds) : "", backend: i === 0 ? backend : "" })));
  return table(rows, [
    { title: "", of: ({ verdict }) => (verdict.met ? green("✓") : red("✗")) },
    { title: "recipe", of: ({ name }) => name },
    { title: "measure", of: ({ verdict }) => verdict.measure },
    { title: "expected", of: ({ verdict }) => bound(verdict) },
    { title: "came out", of: ({ verdict }) => figure(verdict.value), align: "right" },
    { title: "on", of: ({ backend }) => backend },
    { title: "time", of: ({ time }) => time, align: "right" },
  ], dim);
}
