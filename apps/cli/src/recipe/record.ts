import { existsSync } from "node:fs";
import { join } from "node:path";
import { writeAtomic } from "@convscope/files";
import type { EpochLog } from "@convscope/nn";
import { z } from "zod";
import { check } from "../check.ts";
import { CommandError } from "../failure.ts";
import { readRecordFile } from "../file.ts";

/** A stage of a recipe that is finished, as the trainer told of it. */
export interface FinishedStage {
  readonly history: readonly EpochLog[];
  readonly ended: "finished" | "stopped";
  readonly reason?: string | undefined;
  readonly imagesPerSecond: number;
  readonly trainingSeconds: number;
}

/** A data set and what its files or settings come to. */
export interface LoadedData {
  readonly name: string;
  readonly checksum: string;
}

/** What is remembered of a recipe that was carried out, in `recipe.json`. */
export interface RecipeRecord {
  readonly format: 1;
  readonly recipe: string;
  readonly status: "running" | "interrupted" | "failed" | "finished";
  /** Why it failed. */
  readonly reason?: string | undefined;
  readonly settings: { readonly [name: string]: number };
  readonly seed: number;
  /** The folder that holds the data sets' files. */
  readonly dataDir?: string | undefined;
  /** The data that were asked for. */
  readonly data?: readonly LoadedData[] | undefined;
  readonly backend: { readonly engine: string; readonly name: string; readonly threads: number };
  readonly versions: { readonly [name: string]: string };
  readonly stages: { readonly [name: string]: FinishedStage };
  readonly measures?: { readonly [name: string]: number } | undefined;
  readonly seconds: number;
}

/** A number as JSON keeps it: one that is none is null. */
const number = z.number().nullable().transform((value) => value ?? NaN);

const schema: z.ZodType<RecipeRecord> = z.object({
  format: z.literal(1),
  recipe: z.string(),
  status: z.enum(["running", "interrupted", "failed", "finished"]),
  reason: z.string().optional(),
  settings: z.record(z.string(), z.number()),
  seed: z.int(),
  dataDir: z.string().optional(),
  data: z.array(z.object({ name: z.string(), checksum: z.string() })).optional(),
  backend: z.object({ engine: z.string(), name: z.string(), threads: z.int() }),
  versions: z.record(z.string(), z.string()),
  stages: z.record(z.string(), z.object({
    history: z.array(z.looseObject({ epoch: z.int(), loss: number }).catchall(number)),
    ended: z.enum(["finished", "stopped"]), reason: z.string().optional(), imagesPerSecond: number, trainingSeconds: number,
  })),
  measures: z.record(z.string(), number).optional(),
  seconds: z.number(),
});

const fileOf = (folder: string): string => join(folder, "recipe.json");

/** Whether a folder holds a recipe's run. */
export const isRecipeRun = (folder: string): boolean => existsSync(fileOf(folder));

export const writeRecord = (folder: string, record: RecipeRecord): Promise<void> => writeAtomic(fileOf(folder), `${JSON.stringify(record, null, 2)}\n`);

/** Reads and checks a folder's `recipe.json`. */
export function readRecord(folder: string): RecipeRecord {
  const path = fileOf(folder);
  const json = readRecordFile(path, "carry the recipe out again into another folder.");
  const checked = check(schema, json, path);
  if ("problem" in checked) throw new CommandError(`${checked.problem} The file is damaged, or of another version.`);
  return checked.data;
}
