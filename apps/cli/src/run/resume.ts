import { CommandError } from "../failure.ts";
import { isDataName } from "../open-data.ts";
import { policyOf } from "../policy.ts";
import { configOf, optimizerOf, scheduleOf, type Asked, type Config } from "../settings.ts";
import { unbalanced } from "./balanced.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { Run } from "./run.ts";

/** What may differ from the run that is resumed: how long to go on, what is kept, and where things are. */
const free: ReadonlySet<string> = new Set(["$schema", "epochs", "out", "dataDir", "keep", "checkpointMinutes", "log", "doctor"]);
/** What may differ where what computed is not to be had any more. */
const computing: ReadonlySet<string> = new Set(["backend", "threads"]);

/** Where a training goes on, and on what. */
export interface Resuming {
  readonly checkpoint?: Checkpoint | undefined;
  /** What computed is not to be had here, so something else must. */
  readonly elsewhere: boolean;
}

/**
 * The settings of a resumed training: its own. A setting that is asked for again must be as it was, for else the weights would
 * belong to no training that can be named. Without `epochs` an unfinished run goes on to its own number. Before the first checkpoint
 * there are no weights yet, so anything may change.
 */
export function resumed(asked: Asked, before: Run, folder: string, { checkpoint, elsewhere }: Resuming): Config {
  const now = configOf({ ...before.config, ...asked });
  if (!checkpoint) return now;
  const finished = checkpoint.history.length;
  const same = (key: keyof Config): boolean => JSON.stringify(normal(now, key, before)) === JSON.stringify(normal(before.config, key, before));
  // Data of one's own may have been moved; whether they are the same their checksum tells.
  const moved = asked.data !== undefined && !isDataName(before.config.data) && !isDataName(now.data);
  const changed = (Object.keys(asked) as (keyof Config)[]).filter((key) => !free.has(key) && !(elsewhere && computing.has(key)) && !(key === "data" && moved) && !same(key));
  if (changed.length > 0) {
    const told = changed.map((key) => `${key} ${JSON.stringify(asked[key])}, where ${JSON.stringify(before.config[key]) ?? "none"} was due`).join("; ");
    throw new CommandError(`${folder}: a training goes on with its own settings; only epochs may change. Received ${told}. Leave it out, or train anew into another --out.`);
  }
  const epochs = asked.epochs === undefined && before.status === "stopped" ? finished : Math.max(now.epochs, finished);
  const { keep, checkpointMinutes, log, backend, threads } = now;
  return { ...before.config, epochs, keep, checkpointMinutes, log, ...(elsewhere && { backend, threads }), ...(moved && { data: now.data }), ...(now.dataDir !== undefined && { dataDir: now.dataDir }) };
}

/** An optimiser, a schedule or a policy may be written in several ways. */
function normal(config: Config, key: keyof Config, { data }: Run): unknown {
  if (key === "optimizer" || key === "lr") return optimizerOf(config);
  if (key === "schedule") return scheduleOf(config);
  if (key === "loss" && config.classWeights === "balanced") return unbalanced(config);
  return key === "augment" && config.augment !== undefined ? policyOf(config.augment, data.inputShape, process.cwd()) : config[key];
}
