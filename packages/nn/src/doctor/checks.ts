import type { Check } from "./check.ts";
import { batchStatistics } from "./batchStatistics.ts";
import { deadUnits } from "./deadUnits.ts";
import { gradients } from "./gradients.ts";
import { initialLoss } from "./initialLoss.ts";
import { inputs } from "./inputs.ts";
import { labels } from "./labels.ts";
import { leaks } from "./leaks.ts";
import { learningRate } from "./learningRate.ts";
import { oneBatch } from "./oneBatch.ts";
import { outputs } from "./outputs.ts";
import { targets } from "./targets.ts";

export type CheckName = "inputs" | "targets" | "leaks" | "outputs" | "batchStatistics" | "initialLoss" | "deadUnits" | "gradients" | "learningRate" | "oneBatch" | "labels";

/** All checks, in the order in which they are made: data first, then the graph, then the network, and training last. */
export const doctorChecks: { readonly [K in CheckName]: Check } = { inputs, targets, leaks, outputs, batchStatistics, initialLoss, deadUnits, gradients, learningRate, oneBatch, labels };
