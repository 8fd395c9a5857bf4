import { existsSync } from "node:fs";
import { join } from "node:path";
import { writeAtomic } from "@convscope/files";
import { z } from "zod";
import { check } from "../check.ts";
import { CommandError } from "../failure.ts";
import { readRecordFile } from "../file.ts";
import type { Report } from "./report.ts";
import type { Run } from "./run.ts";

/** What a run's test came to, class by class, in `test.json`. */
export interface TestRecord {
  readonly confusion: readonly (readonly number[])[];
  readonly perClass: readonly { readonly class: string; readonly precision: number; readonly recall: number; readonly f1: number; readonly support: number }[];
}

const number = z.number().nullable().transform((value) => value ?? NaN);
const schema: z.ZodType<TestRecord> = z.object({
  confusion: z.array(z.array(z.int().min(0))),
  perClass: z.array(z.object({ class: z.string(), precision: number, recall: number, f1: number, support: z.int() })),
});

const fileOf = (folder: string): string => join(folder, "test.json");

export const writeTest = (folder: string, { confusion, perClass }: Report): Promise<void> => writeAtomic(fileOf(folder), `${JSON.stringify({ confusion, perClass } satisfies TestRecord)}\n`);

/**
 * Reads a run's test; none of a run that was not tested, or by an earlier version.
 *
 * @throws CommandError for a damaged file, and for one that tells other classes apart than `run.json` says.
 */
export function readTest(folder: string, { data: { classes } }: Pick<Run, "data">): TestRecord | undefined {
  const path = fileOf(folder);
  if (!existsSync(path)) return undefined;
  const json = readRecordFile(path, "delete it, and the confusion is left out.");
  const checked = check(schema, json, path);
  if ("problem" in checked) throw new CommandError(`${checked.problem} The file is damaged; delete it, and the confusion is left out.`);
  const { confusion, perClass } = checked.data;
  const odd = [confusion, perClass, ...confusion].find(({ length }) => length !== classes.length);
  if (odd) throw new CommandError(`${path}: there must be a row, and in each a number, for each of the ${classes.length} classes of run.json. Received ${odd.length}. The file is damaged or of another run; delete it, and the confusion is left out.`);
  return checked.data;
}
