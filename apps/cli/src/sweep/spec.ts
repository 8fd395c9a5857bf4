import { z } from "zod";

/** The values that a setting may take: those of a list, or any between two bounds. */
export type Range = readonly unknown[] | { readonly from: number; readonly to: number; readonly scale?: "linear" | "log" | undefined; readonly whole?: boolean | undefined };

/** A search over a training's settings, as a file holds it. */
export interface SweepSpec {
  /** What all trials have in common: a configuration as `convscope train` takes it. */
  readonly config: { readonly [setting: string]: unknown };
  /** What is varied, by the setting's path: `lr`, `optimizer.weightDecay`. */
  readonly vary: { readonly [path: string]: Range };
  /** Every combination of lists; as many as `trials` drawn at random; or many for few epochs, and the better ones for more. */
  readonly search: "grid" | "random" | "halving";
  /** How many configurations are drawn, for `random` and `halving`. */
  readonly trials: number;
  /** Of successive halving (arXiv:1502.07943): one in so many goes on to so many times the epochs. */
  readonly factor: number;
  /** Of successive halving: the epochs of the first round. */
  readonly firstEpochs: number;
  /** What is compared, of held-out data, never of the test set. */
  readonly metric: "valAccuracy" | "valLoss";
  /** Draws the configurations. */
  readonly seed: number;
}

const range: z.ZodType<Range> = z.union([
  z.array(z.unknown()).min(1),
  z.strictObject({ from: z.number(), to: z.number(), scale: z.enum(["linear", "log"]).optional(), whole: z.boolean().optional() })
    .refine(({ from, to }) => from < to, "must have from < to")
    .refine(({ from, scale }) => scale !== "log" || from > 0, "must have from > 0 on a logarithmic scale"),
], { error: "must be a list of values, or a record { from, to, scale, whole } with from < to, and from > 0 where scale is log" });

export const sweepSchema: z.ZodType<SweepSpec> = z.strictObject({
  config: z.record(z.string(), z.unknown()),
  vary: z.record(z.string(), range).refine((vary) => Object.keys(vary).length > 0, "must name at least one setting")
    .refine((vary) => !("out" in vary), "may not name out: each trial has a folder of its own in that of the sweep"),
  search: z.enum(["grid", "random", "halving"]).default("grid"),
  trials: z.int().min(1).max(10_000).default(9),
  factor: z.int().min(2).default(3),
  firstEpochs: z.int().min(1).default(1),
  metric: z.enum(["valAccuracy", "valLoss"]).default("valAccuracy"),
  seed: z.int().min(0).max(2 ** 32 - 1).default(1),
});
