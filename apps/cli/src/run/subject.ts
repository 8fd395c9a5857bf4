import type { Graph } from "@convscope/core";
import { diagnose, type Arrays, type Diagnosis, type DiagnoseOptions, type Engine, type Loss, type Subject } from "@convscope/nn";
import type { Policy } from "../policy.ts";
import { dataOf, type Samples } from "../samples.ts";
import { optimizerOf, scheduleOf, type Config } from "../settings.ts";
import type { Terminal } from "../terminal.ts";
import { at, learningOf } from "./learning.ts";

/** A training that is about to begin. */
export interface Beginning {
  readonly graph: Graph;
  readonly engine: Engine;
  readonly loss: Loss;
  readonly config: Config;
  readonly policy?: Policy | undefined;
  readonly samples: Samples;
  readonly classes: readonly string[];
  /** What it begins with, where that is not drawn. */
  readonly weights?: Arrays | undefined;
}

/** A training as the doctor looks at it. */
function subjectOf({ graph, engine, loss, config, policy, samples, classes, weights }: Beginning): Subject {
  const { train, validation } = samples;
  const trainable = at(learningOf(config, graph).trainable, 1);
  return {
    graph, engine, loss, classes, seed: config.seed, init: config.init,
    train: dataOf(train, graph, loss, { mix: policy?.mix, seed: config.seed }),
    ...(validation.places.length > 0 && { validation: dataOf(validation, graph, loss) }),
    optimizer: optimizerOf(config), schedule: scheduleOf(config), batchSize: config.batch, epochs: config.epochs,
    ...(trainable && { trainable }),
    ...(weights && { weights }),
  };
}

/** Looks at a training before its first step, and says what may be the matter; it goes on whatever that is. */
export async function tellFindings(terminal: Terminal, beginning: Beginning): Promise<void> {
  // A single picture is too few to look at.
  if (beginning.samples.train.places.length < 2) return;
  let diagnosis: Diagnosis;
  try {
    diagnosis = await examined(beginning, { quick: true, signal: terminal.signal });
  } catch {
    // What stops the doctor stops the training too, which says it better.
    return;
  }
  for (const { level, title, measured, wayOut } of diagnosis.findings) terminal.err(`note: ${level === "wrong" ? "" : "perhaps "}${title}: ${measured}. ${wayOut}\n`);
  if (diagnosis.findings.length > 0) terminal.err(`note: "convscope doctor" with the same settings looks closer; --no-doctor trains without this look.\n`);
}

/** What the doctor says of a training. */
export const examined = (beginning: Beginning, options: DiagnoseOptions): Promise<Diagnosis> => diagnose(subjectOf(beginning), options);
