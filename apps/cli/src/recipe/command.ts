import { join } from "node:path";
import { recipe, type ProgramRecipe } from "@convscope/recipes";
import { answer } from "../command.ts";
import { interruption, UsageError } from "../failure.ts";
import { asTyped } from "../invocation.ts";
import type { Terminal } from "../terminal.ts";
import { isRecipeRun, readRecord } from "./record.ts";
import { carryOut } from "./run.ts";
import { carriedJson, carriedText } from "./text.ts";

/** Flags of `convscope train` as they were given. */
export interface RecipeFlags {
  readonly json?: true | undefined;
  readonly resume?: true | undefined;
  readonly out?: string | undefined;
  readonly seed?: number | undefined;
  readonly dataDir?: string | undefined;
  readonly backend?: string | undefined;
  readonly threads?: number | undefined;
  readonly set?: { readonly [name: string]: number } | undefined;
  readonly [flag: string]: unknown;
}

/** The recipe that is a program, if that is what the argument names, or what is to be gone on with. */
export function programNamed(name: string | undefined, { resume, out }: Pick<RecipeFlags, "resume" | "out">): ProgramRecipe | undefined {
  const found = name !== undefined ? recipe(name) : resume && out !== undefined && isRecipeRun(out) ? recipe(readRecord(out).recipe) : undefined;
  return found?.kind === "program" ? found : undefined;
}

/** What flags are called as settings of a recipe, where it has them. */
const asSettings: { readonly [flag: string]: string } = { epochs: "epochs", batch: "batch", lr: "learningRate", samples: "train", testSamples: "test" };
const general: ReadonlySet<string> = new Set(["json", "resume", "out", "seed", "dataDir", "backend", "threads", "set", ...Object.keys(asSettings)]);

/** Carries out a recipe that is a program, as `convscope train` does. */
export async function trainRecipe(terminal: Terminal, found: ProgramRecipe, flags: RecipeFlags): Promise<void> {
  // That there is no --no-doctor asks for nothing.
  const foreign = Object.keys(flags).find((flag) => flags[flag] !== undefined && !general.has(flag) && !(flag === "doctor" && flags[flag] === true));
  if (foreign !== undefined) throw new UsageError(`the recipe ${found.name} has settings of its own, and none called ${foreign}. It has: ${Object.entries(found.settings).map(([name, value]) => `${name} (${value})`).join(", ")}. Give others with --set name=value.`);
  if (flags.resume && flags.out === undefined) throw new UsageError("--resume needs the folder of the training to go on with: --out runs/name.");
  const given = Object.fromEntries(Object.entries(asSettings).flatMap(([flag, name]) => (typeof flags[flag] === "number" ? [[name, flags[flag]]] : [])));
  const place = flags.out !== undefined ? { folder: flags.out, numbered: false } : { folder: join(terminal.cwd, "runs", found.name), numbered: true };
  const carried = await carryOut(terminal, found, { ...flags, settings: { ...given, ...flags.set } }, place, flags.resume === true);
  answer(terminal, { json: carriedJson(carried), text: asTyped(carriedText(carried, terminal), terminal.env) }, flags.json);
  if (carried.record.status === "interrupted") throw interruption(terminal.signal, "");
}
