import { fraction, positive, recordOf, type OptionsOf } from "../record.ts";
import type { ScheduleRules } from "./schedule.ts";
import { passed, unit, type Unit } from "./time.ts";

/**
 * The learning rate goes up and down in straight lines between a part of the optimiser's rate and the whole, again and again.
 * arXiv:1506.01186 (triangular); PyTorch `CyclicLR`, whose `max_lr` is the optimiser's rate here, and `base_lr` that times `least`.
 */
export interface Cyclic {
  readonly kind: "cyclic";
  /** Where it begins, as a share of the greatest. */
  readonly least: number;
  /** How long it rises. */
  readonly up: number;
  /** How long it falls; as long as it rises if left out. */
  readonly down?: number;
  /** What `up` and `down` count. */
  readonly unit: Unit;
}

/** Two epochs up from a tenth, two down: `cyclic()`. The paper advises 2 to 10 epochs for each. */
export const cyclic = (options: OptionsOf<Cyclic> = {}): Cyclic => recordOf<Cyclic>({ kind: "cyclic", least: 0.1, up: 2, unit: "epoch" }, cyclicRules.fields, options);

export const cyclicRules: ScheduleRules<Cyclic> = {
  fields: { least: fraction, up: positive, down: positive, unit },
  words: ["up", "least"],
  factor({ least, up, down = up, unit }, moment) {
    const since = passed(unit, moment) % (up + down);
    return least + (1 - least) * (since <= up ? since / up : (up + down - since) / down);
  },
};
