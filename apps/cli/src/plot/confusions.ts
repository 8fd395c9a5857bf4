import { basename, resolve } from "node:path";
import { classScores, confusionMatrix } from "@convscope/nn";
import { z } from "zod";
import type { ClassRow } from "../class-table.ts";
import { check } from "../check.ts";
import { CommandError } from "../failure.ts";
import { isRun, readRun } from "../run/run.ts";
import { readTest } from "../run/tested.ts";
import { numbersOf, placeOf, readOwn, type TableFile } from "./table-file.ts";

/** How often classes were taken for others. */
export interface OwnConfusion {
  readonly name: string;
  readonly classes: readonly string[];
  /** `[true class][predicted class]` */
  readonly matrix: readonly (readonly number[])[];
}

const names = {
  truth: ["true", "label", "truth", "ytrue", "target", "actual", "class", "trueclass", "truelabel", "expected"],
  predicted: ["predicted", "prediction", "ypred", "pred", "predictedclass", "predictedlabel", "output"],
} as const;

/** As `convscope evaluate --json` answers, or with names of its own. */
const schema: z.ZodType<{ readonly confusion?: readonly (readonly number[])[] | undefined; readonly matrix?: readonly (readonly number[])[] | undefined; readonly classes?: readonly string[] | undefined; readonly perClass?: readonly { readonly class: string }[] | undefined }> = z.looseObject({
  confusion: z.array(z.array(z.number().min(0))).optional(),
  matrix: z.array(z.array(z.number().min(0))).optional(),
  classes: z.array(z.string()).optional(),
  perClass: z.array(z.looseObject({ class: z.string() })).optional(),
});

/** The confusion that a person means: of a run's test, of a table of true and predicted classes, of a matrix, or of what `evaluate --json` says. */
export function confusionOf(reference: string, cwd: string): OwnConfusion {
  const path = resolve(cwd, reference);
  const name = basename(path).replace(/\.\w+$/, "");
  if (isRun(path)) {
    const run = readRun(path);
    const record = readTest(path, run);
    if (!record) throw new CommandError(`${reference}: its folder holds no test.json, as it was not tested, or by an earlier version. "convscope evaluate ${reference} --json > test.json" measures it, and "convscope plot confusion test.json" draws that.`);
    return { name, matrix: record.confusion, classes: run.data.classes };
  }
  const own = readOwn(reference, cwd);
  return { name, ..."table" in own ? ofTable(own.table) : ofJson(reference, own.json) };
}

function ofJson(file: string, json: unknown): Omit<OwnConfusion, "name"> {
  const checked = check(schema, json, file);
  if ("problem" in checked) throw new CommandError(checked.problem);
  const { confusion, matrix = confusion, perClass, classes = perClass?.map((row) => row.class) } = checked.data;
  if (!matrix) throw new CommandError(`${file}: must hold "confusion" or "matrix": a row for each true class. Received ${Object.keys(checked.data).join(", ")}.`);
  return { matrix, classes: classes ?? matrix.map((_, i) => String(i)) };
}

/** Classes in the order of their numbers where they are numbers, else of their names. */
const sorted = (classes: readonly string[]): readonly string[] => [...new Set(classes)].sort((a, b) => (Number.isNaN(Number(a)) || Number.isNaN(Number(b)) ? a.localeCompare(b, "en") : Number(a) - Number(b)));

function ofTable(table: TableFile): Omit<OwnConfusion, "name"> {
  const [truth, predicted] = [placeOf(table, names.truth), placeOf(table, names.predicted)];
  if (truth >= 0 && predicted >= 0) {
    const pairs = table.rows.map((row) => [row[truth] ?? "", row[predicted] ?? ""] as const);
    const classes = sorted(pairs.flat());
    const numbered = (at: 0 | 1): readonly number[] => pairs.map((pair) => classes.indexOf(pair[at]));
    return { classes, matrix: confusionMatrix(numbered(0), numbered(1), classes.length) };
  }
  // A matrix: its columns are the classes, with a column of the rows' names before them or without.
  const named = table.columns.length === table.rows.length + 1;
  const places = table.columns.map((_, i) => i).slice(named ? 1 : 0);
  const matrix = table.rows.map((_, row) => places.map((place) => numbersOf(table, place)[row] ?? NaN));
  if (places.length !== table.rows.length || matrix.flat().some(Number.isNaN)) throw new CommandError(`${table.file}: must have columns "true" and "predicted", or be a matrix with the classes in its first line. Received ${table.columns.length} columns (${table.columns.slice(0, 8).join(", ")}) and ${table.rows.length} rows.`);
  return { classes: places.map((place) => table.columns[place] ?? ""), matrix };
}

/** Precision, recall and F1 of each class of a confusion. */
export const classRows = ({ matrix, classes }: OwnConfusion): readonly ClassRow[] => classScores(matrix).map((scores, i) => ({ class: classes[i] ?? "", ...scores }));
