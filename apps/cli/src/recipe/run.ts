import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { toJson } from "@convscope/core";
import { writeSafetensors } from "@convscope/exchange";
import { writeAtomic } from "@convscope/files";
import { verdicts, type Outcome, type ProgramRecipe, type Verdict } from "@convscope/recipes";
import { toPng } from "@convscope/viz/png";
import { openEngine } from "../backends.ts";
import { load } from "../data.ts";
import { CommandError, describe, UsageError } from "../failure.ts";
import { claimFresh, claimRun, type Place } from "../run/claim.ts";
import type { Terminal } from "../terminal.ts";
import { versions } from "../versions.ts";
import { stageGan } from "./ganStage.ts";
import { isRecipeRun, readRecord, writeRecord, type LoadedData, type RecipeRecord } from "./record.ts";
import { stageFit } from "./stages.ts";

/** What may be asked of a recipe. */
export interface AskedOfRecipe {
  readonly settings: { readonly [name: string]: number };
  readonly seed?: number | undefined;
  readonly dataDir?: string | undefined;
  readonly backend?: string | undefined;
  readonly threads?: number | undefined;
}

/** A recipe that was carried out. */
export interface Carried {
  readonly record: RecipeRecord;
  readonly folder: string;
  /** None where it was interrupted. */
  readonly outcome?: Outcome;
  /** Whether it met what it states; empty where its settings were changed, for then nothing is stated. */
  readonly verdicts: readonly Verdict[];
  /** The paths of the pictures, PNG beside SVG. */
  readonly figures: readonly string[];
}

/** What was carried out, and where it lies. */
export interface PlacedRecipe {
  readonly folder: string;
  readonly record: RecipeRecord;
}

/** Carries a recipe out into a folder, or goes on with one that was interrupted there; where it repeats another, on the same data. */
export async function carryOut(terminal: Terminal, recipe: ProgramRecipe, asked: AskedOfRecipe, place: Place, resume: boolean, repeats?: PlacedRecipe): Promise<Carried> {
  const goesOn = resume && isRecipeRun(place.folder);
  const claim = goesOn ? claimRun(place.folder) : claimFresh(place);
  try {
    return await carryOutIn(terminal, recipe, asked, claim.folder, goesOn ? readRecord(claim.folder) : undefined, repeats);
  } finally {
    claim.release();
  }
}

async function carryOutIn(terminal: Terminal, recipe: ProgramRecipe, asked: AskedOfRecipe, folder: string, before: RecipeRecord | undefined, repeats: PlacedRecipe | undefined): Promise<Carried> {
  const started = performance.now();
  const settings = { ...recipe.settings, ...before?.settings, ...settingsFor(recipe, asked.settings) };
  const seed = asked.seed ?? before?.seed ?? 1;
  if (before?.status === "finished") throw new CommandError(`${folder}: the recipe is finished. Carry it out again into another --out.`);
  if (before) checkSame(folder, before, recipe, { settings, seed });
  const engine = await openEngine(before ? { backend: before.backend.name, threads: before.backend.threads } : asked);
  const dataDir = asked.dataDir ?? before?.dataDir;
  let record: RecipeRecord = {
    format: 1, recipe: recipe.name, status: "running", settings, seed, ...(dataDir !== undefined && { dataDir }),
    backend: { engine: engine.name, name: engine.backend, threads: engine.threads }, versions: versions(), ...(before?.data && { data: before.data }), stages: before?.stages ?? {}, seconds: before?.seconds ?? 0,
  };
  const earlier = record.seconds;
  const save = async (change: Partial<RecipeRecord>): Promise<void> => {
    record = { ...record, ...change, seconds: earlier + (performance.now() - started) / 1000 };
    await writeRecord(folder, record);
  };
  const remember = async ({ name, checksum }: LoadedData): Promise<void> => {
    const same = (one: LoadedData): boolean => one.name === name && one.checksum === checksum;
    const due = repeats?.record.data?.filter((one) => one.name === name);
    if (repeats && due && !due.some(same)) throw new CommandError(`${repeats.folder}: the data must be those that the recipe began with. Received ${checksum}, where ${due.map((one) => one.checksum).join(" or ") || "none"} was due. Say where those are with --data-dir.`);
    if (!record.data?.some(same)) await save({ data: [...(record.data ?? []), { name, checksum }] });
  };
  await save({});
  terminal.err(`${recipe.title}: ${engine.backend} (${engine.threads} thread${engine.threads === 1 ? "" : "s"}), seed ${seed}\n`);
  try {
    const outcome = await recipe.run({
      engine, seed, signal: terminal.signal,
      async data(name, samples = {}) {
        const loaded = await load(terminal, { data: name, dataDir, samples, seed });
        await remember({ name, checksum: loaded.checksum });
        return loaded;
      },
      fit: stageFit(terminal, { folder, finished: (stage) => record.stages[stage], finish: (stage, result) => save({ stages: { ...record.stages, [stage]: result } }) }),
      gan: stageGan(terminal, folder),
      say: (text) => terminal.err(`${text}\n`),
    }, settings);
    const figures = await keep(folder, outcome);
    await save({ status: "finished", measures: outcome.measures });
    // What the stages have come to is in the networks now.
    rmSync(join(folder, "stages"), { recursive: true, force: true });
    return { record, folder, outcome, verdicts: isOwn(recipe, settings) ? verdicts(recipe.expected, outcome.measures) : [], figures };
  } catch (error) {
    // The error itself is what the person must see, also where a full disk keeps this from being written.
    await save(terminal.signal.aborted ? { status: "interrupted" } : { status: "failed", reason: error instanceof Error ? describe(error) : String(error) }).catch(() => undefined);
    if (!terminal.signal.aborted) throw error;
    return { record, folder, verdicts: [], figures: [] };
  }
}

/** Settings by name, each one that the recipe has. */
function settingsFor({ name, settings }: ProgramRecipe, asked: AskedOfRecipe["settings"]): AskedOfRecipe["settings"] {
  const unknown = Object.keys(asked).find((setting) => !Object.hasOwn(settings, setting));
  if (unknown !== undefined) throw new UsageError(`${name} has no setting "${unknown}". It has: ${Object.entries(settings).map(([setting, value]) => `${setting} (${value})`).join(", ")}.`);
  return asked;
}

function checkSame(folder: string, before: RecipeRecord, { name }: ProgramRecipe, { settings, seed }: Pick<RecipeRecord, "settings" | "seed">): void {
  if (before.recipe !== name) throw new CommandError(`${folder} holds the recipe ${before.recipe}, not ${name}. Choose another --out.`);
  const changed = Object.keys(settings).filter((setting) => settings[setting] !== before.settings[setting]);
  if (seed !== before.seed) changed.push("seed");
  if (changed.length > 0) throw new CommandError(`${folder}: a recipe goes on with its own settings. Received another ${changed.join(", ")}. Leave it out, or begin anew in another --out.`);
}

const isOwn = (recipe: ProgramRecipe, settings: AskedOfRecipe["settings"]): boolean => Object.entries(recipe.settings).every(([name, value]) => settings[name] === value);

/** Writes figures and networks; gives the paths of the PNGs. */
async function keep(folder: string, { figures, networks }: Outcome): Promise<string[]> {
  const paths: string[] = [];
  for (const [name, svg] of Object.entries(figures)) {
    const path = join(folder, `${name}.png`);
    await writeAtomic(join(folder, `${name}.svg`), svg);
    await writeAtomic(path, toPng(svg));
    paths.push(path);
  }
  for (const [name, { graph, weights }] of Object.entries(networks)) {
    const own = join(folder, "networks", name);
    mkdirSync(own, { recursive: true });
    await writeAtomic(join(own, "graph.json"), toJson(graph));
    await writeAtomic(join(own, "weights.safetensors"), writeSafetensors(weights));
  }
  return paths;
}
