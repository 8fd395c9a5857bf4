import { randomOf } from "@convscope/nn";
import { CommandError } from "../failure.ts";
import type { Range, SweepSpec } from "./spec.ts";

/** One configuration of a sweep. */
export interface Trial {
  /** Counted from 1, in the order in which they were drawn. */
  readonly number: number;
  /** What was varied, by path. */
  readonly settings: { readonly [path: string]: unknown };
  /** The whole configuration. */
  readonly config: { readonly [setting: string]: unknown };
}

/** More combinations than this are a slip of the pen. */
const mostTrials = 10_000;

/**
 * The configurations of a sweep, the same for the same spec.
 *
 * @throws CommandError for a grid without lists, or of too many combinations.
 */
export function trialsOf(spec: SweepSpec): readonly Trial[] {
  const settings = spec.search === "grid" ? gridOf(spec) : Array.from({ length: spec.trials }, (_, i) => drawn(spec, i + 1));
  return settings.map((of, i) => ({ number: i + 1, settings: of, config: Object.entries(of).reduce((config, [path, value]) => placed(config, path.split("."), value), spec.config) }));
}

function gridOf({ vary }: SweepSpec): readonly Trial["settings"][] {
  const lists = Object.entries(vary).map(([path, values]): readonly [string, readonly unknown[]] => {
    if (!isList(values)) throw new CommandError(`sweep: a grid takes lists of values. Received a range for ${path}. Give its values, or search at random.`);
    return [path, values];
  });
  const count = lists.reduce((product, [, values]) => product * values.length, 1);
  if (count > mostTrials) throw new CommandError(`sweep: a grid may have at most ${mostTrials} combinations. Received ${count}. Search at random.`);
  return lists.reduce<readonly Trial["settings"][]>((all, [path, values]) => all.flatMap((one) => values.map((value) => ({ ...one, [path]: value }))), [{}]);
}

const isList = (range: Range): range is readonly unknown[] => Array.isArray(range);

/** The configuration of a number; each setting has its own stream, so that a setting more moves no other. */
const drawn = ({ vary, seed }: SweepSpec, number: number): Trial["settings"] =>
  Object.fromEntries(Object.entries(vary).map(([path, range]) => [path, valueOf(range, randomOf(seed, "sweep", path, number).uniform())]));

/** A value of a range for a share of 0 … 1. */
function valueOf(range: Range, share: number): unknown {
  if (isList(range)) return range[Math.floor(share * range.length)];
  const { from, to, scale = "linear", whole = false } = range;
  // Each whole number gets an equal part of the scale, the bounds included.
  const [low, high] = whole ? [from - 0.5, to + 0.5] : [from, to];
  const value = scale === "log" ? Math.exp(Math.log(Math.max(low, from / 2)) + share * (Math.log(high) - Math.log(Math.max(low, from / 2)))) : low + share * (high - low);
  return whole ? Math.min(to, Math.max(from, Math.round(value))) : Number(value.toPrecision(4));
}

/** A copy of a record with a value at a path. A text where a record is due is its kind: `"adam"` is `{ kind: "adam" }`. */
function placed(record: { readonly [name: string]: unknown }, [name = "", ...rest]: readonly string[], value: unknown): { readonly [name: string]: unknown } {
  if (rest.length === 0) return { ...record, [name]: value };
  const inner = record[name];
  const within = typeof inner === "string" ? { kind: inner } : typeof inner === "object" && inner !== null ? (inner as { readonly [name: string]: unknown }) : {};
  return { ...record, [name]: placed(within, rest, value) };
}

/** A round of a search: so many of the best trials so far are trained up to an epoch. */
export interface Round {
  readonly trials: number;
  readonly epochs: number;
}

/** The rounds of a search; one, but for successive halving: the last reaches the configuration's own epochs. */
export function roundsOf({ search, factor, firstEpochs, config }: SweepSpec, trials: number): readonly Round[] {
  const epochs = typeof config["epochs"] === "number" ? config["epochs"] : 3;
  if (search !== "halving") return [{ trials, epochs }];
  const rounds: Round[] = [];
  for (let left = trials, upTo = firstEpochs; ; left = Math.ceil(left / factor), upTo *= factor) {
    const last = left === 1 || upTo >= epochs;
    rounds.push({ trials: left, epochs: last ? epochs : upTo });
    if (last) return rounds;
  }
}
