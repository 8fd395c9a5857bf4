import type { Graph } from "@convscope/core";
import { diagnose, type Arrays, type Diagnosis, type DiagnoseOptions, type Engine, type Finding, type Kept, type Loss, type Subject } from "@convscope/nn";
import { openEngine } from "../backends.ts";
import type { Policy } from "../policy.ts";
import { duration } from "../progress.ts";
import { dataOf, type Samples } from "../samples.ts";
import { optimizerOf, scheduleOf, type Config } from "../settings.ts";
import type { Terminal } from "../terminal.ts";
import { at, learningOf } from "./learning.ts";

/** A training that is about to begin, or one that was made. */
export interface Beginning {
  readonly graph: Graph;
  readonly engine: Engine;
  readonly loss: Loss;
  readonly config: Config;
  readonly policy?: Policy | undefined;
  readonly samples: Samples;
  readonly classes: readonly string[];
  /** What it begins with, where that is not drawn; what was kept of one that was made. */
  readonly weights?: Arrays | undefined;
  /** What has come of one that was made. */
  readonly kept?: Kept | undefined;
}

/** A training as the doctor looks at it. */
function subjectOf({ graph, engine, loss, config, policy, samples, classes, weights, kept }: Beginning): Subject {
  const { train, validation } = samples;
  const trainable = at(learningOf(config, graph).trainable, kept?.epoch ?? 1);
  return {
    graph, engine, loss, classes, seed: config.seed, init: config.init,
    train: dataOf(train, graph, loss, { mix: policy?.mix, seed: config.seed }),
    ...(validation.places.length > 0 && { validation: dataOf(validation, graph, loss) }),
    optimizer: optimizerOf(config), schedule: scheduleOf(config), batchSize: config.batch, epochs: kept?.history.length || config.epochs,
    ...(trainable && { trainable }),
    ...(weights && { weights }),
    ...(kept && { kept }),
  };
}

/** In seconds: a look that takes longer is told of. */
const noticeable = 5;

/** ONNX Runtime prepares a session for each thing that is asked of it, which takes longer than the look itself. */
const quickEngine = async (engine: Engine): Promise<Engine> => (engine.backend === "ort" ? openEngine({ backend: "simd", threads: engine.threads }).catch(() => engine) : engine);

/** Looks at a training before its first step, and says what may be the matter; it goes on whatever that is. */
export async function tellFindings(terminal: Terminal, beginning: Beginning): Promise<readonly Finding[]> {
  // A single picture is too few to look at.
  if (beginning.samples.train.places.length < 2) return [];
  const begun = performance.now();
  let diagnosis: Diagnosis;
  try {
    diagnosis = await examined({ ...beginning, engine: await quickEngine(beginning.engine) }, { quick: true, signal: terminal.signal });
  } catch {
    // What stops the doctor stops the training too, which says it better.
    return [];
  }
  for (const { level, title, measured, wayOut } of diagnosis.findings) terminal.err(`note: ${level === "wrong" ? "" : "perhaps "}${title}: ${measured}. ${wayOut}\n`);
  if (diagnosis.findings.length > 0) terminal.err(`note: "convscope doctor" with the same settings looks closer; --no-doctor trains without this look.\n`);
  const seconds = (performance.now() - begun) / 1000;
  if (seconds > noticeable) terminal.err(`note: the look at the training took ${duration(seconds)}; --no-doctor trains without it.\n`);
  return diagnosis.findings;
}

/** What the doctor says of a training. */
export const examined = (beginning: Beginning, options: DiagnoseOptions): Promise<Diagnosis> => diagnose(subjectOf(beginning), options);
