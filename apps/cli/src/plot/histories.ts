import { basename, dirname, resolve } from "node:path";
import type { EpochRow, TrainingRun } from "@convscope/viz";
import { CommandError } from "../failure.ts";
import { isRecipeRun, readRecord } from "../recipe/record.ts";
import { isRun, readRun } from "../run/run.ts";
import { numbersOf, placeOf, readTable, type TableFile } from "./table-file.ts";

/** A training of one's own, and the epoch whose weights it kept. */
export interface OwnHistory extends TrainingRun {
  readonly best?: number | undefined;
}

/** What columns of a history are called, here and elsewhere. */
const names = {
  epoch: ["epoch"], loss: ["loss", "trainloss", "trainingloss"], accuracy: ["accuracy", "acc", "trainaccuracy", "trainacc", "categoricalaccuracy", "sparsecategoricalaccuracy", "binaryaccuracy"],
  valLoss: ["valloss", "validationloss", "testloss"], valAccuracy: ["valaccuracy", "valacc", "validationaccuracy", "valcategoricalaccuracy", "valsparsecategoricalaccuracy", "valbinaryaccuracy", "testaccuracy"], learningRate: ["learningrate", "lr"],
} as const;

/** The histories that a person means: a run's, those of a recipe's stages, or that of a table with a column `loss`. */
export function historiesOf(reference: string, cwd: string): readonly OwnHistory[] {
  const path = resolve(cwd, reference);
  if (isRecipeRun(path)) return Object.entries(readRecord(path).stages).map(([stage, { history }]) => ({ name: stage, history }));
  if (isRun(path)) {
    const { history, best } = readRun(path);
    if (history.length === 0) throw new CommandError(`${reference}: the training has not finished an epoch, so there is no curve yet.`);
    return [{ name: basename(path), history, best: best?.epoch }];
  }
  const file = readTable(reference, cwd);
  const name = basename(path).replace(/\.\w+$/, "");
  // A run's own table is named as the run.
  return [{ name: name === "history" ? basename(dirname(path)) : name, history: historyOf(file) }];
}

function historyOf(table: TableFile): readonly EpochRow[] {
  const column = (name: keyof typeof names): readonly number[] | undefined => {
    const place = placeOf(table, names[name]);
    return place < 0 ? undefined : numbersOf(table, place);
  };
  const losses = column("loss");
  if (!losses) throw new CommandError(`${table.file}: a history must have a column loss; accuracy, val_loss, val_accuracy, learning_rate and epoch are used where they are there. Received ${table.columns.join(", ")}. "convscope plot lines" draws any columns.`);
  const epochs = column("epoch");
  // Keras counts its epochs from 0.
  const first = epochs?.[0] === 0 ? 1 : 0;
  const others = { accuracy: column("accuracy"), valLoss: column("valLoss"), valAccuracy: column("valAccuracy"), learningRate: column("learningRate") };
  return losses.map((loss, i) => ({ epoch: epochs === undefined ? i + 1 : (epochs[i] ?? NaN) + first, loss, ...Object.fromEntries(Object.entries(others).flatMap(([name, values]) => (values ? [[name, values[i]]] : []))) }));
}
