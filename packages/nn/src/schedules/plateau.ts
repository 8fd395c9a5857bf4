import type { EpochLog } from "../callback.ts";
import { atLeast, flag, fraction, oneOf, recordOf, wholeNumber, type Field, type OptionsOf } from "../record.ts";
import type { ScheduleRules } from "./schedule.ts";

/**
 * The learning rate is cut when an epoch's measurement no longer gets better. It looks at the history alone, so a resumed training goes on
 * as it would have. PyTorch `ReduceLROnPlateau`, without its `eps`; Keras `ReduceLROnPlateau`.
 */
export interface Plateau {
  readonly kind: "plateau";
  /** What is looked at, as the history names it; `valLoss` where there are validation data, else `loss`, if left out. */
  readonly metric?: string;
  /** Whether less is better. */
  readonly mode: "min" | "max";
  /** What the learning rate is multiplied by. */
  readonly factor: number;
  /** Epochs without a gain that are borne; the one after them cuts. */
  readonly patience: number;
  /** A gain must be larger than this. */
  readonly threshold: number;
  /** Whether the threshold is a share of the best so far, or a difference. */
  readonly relative: boolean;
  /** Epochs after a cut in which none is counted. */
  readonly cooldown: number;
  /** The share of the learning rate that it is never cut below; PyTorch's `min_lr` over `base_lr`. */
  readonly least: number;
}

/** A tenth after more than 10 epochs without a gain: `plateau()`. */
export const plateau = (options: OptionsOf<Plateau> = {}): Plateau =>
  recordOf<Plateau>({ kind: "plateau", mode: "min", factor: 0.1, patience: 10, threshold: 1e-4, relative: true, cooldown: 0, least: 0 }, plateauRules.fields, options);

const count: Field = { expects: "a whole number ≥ 0", accepts: (value) => wholeNumber.accepts(value) && (value as number) >= 0 };
const name: Field = { expects: "the name of a measurement, such as valLoss", accepts: (value) => typeof value === "string" && value !== "" };

function valueIn(log: EpochLog, metric: string | undefined): number {
  const value = metric === undefined ? (log["valLoss"] ?? log.loss) : log[metric];
  if (value === undefined) throw new RangeError(`plateau: metric must be something that the epochs measure. Received "${metric}"; measured are ${Object.keys(log).filter((key) => key !== "epoch").join(", ")}.`);
  return value;
}

export const plateauRules: ScheduleRules<Plateau> = {
  fields: { metric: name, mode: oneOf("min", "max"), factor: fraction, patience: count, threshold: atLeast(0), relative: flag, cooldown: count, least: fraction },
  words: ["patience", "factor"],
  factor({ metric, mode, factor, patience, threshold, relative, cooldown, least }, { history }) {
    const sign = mode === "min" ? -1 : 1;
    let [now, best, bad, cooling] = [1, -sign * Infinity, 0, 0];
    for (const log of history) {
      const value = valueIn(log, metric);
      const due = relative ? best * (1 + sign * threshold) : best + sign * threshold;
      const better = sign * value > sign * due;
      if (better) best = value;
      bad = better || cooling > 0 ? 0 : bad + 1;
      cooling = Math.max(0, cooling - 1);
      if (bad > patience) {
        now = Math.max(now * factor, least);
        [bad, cooling] = [0, cooldown];
      }
    }
    return now;
  },
};
