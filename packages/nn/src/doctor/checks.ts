import type { Check } from "./check.ts";
import { batchStatistics } from "./batchStatistics.ts";
import { course } from "./course.ts";
import { deadUnits } from "./deadUnits.ts";
import { gradients } from "./gradients.ts";
import { initialLoss } from "./initialLoss.ts";
import { inputs } from "./inputs.ts";
import { heldOut } from "./heldOut.ts";
import { labels } from "./labels.ts";
import { leaks } from "./leaks.ts";
import { learningRate } from "./learningRate.ts";
import { movement } from "./movement.ts";
import { oneBatch } from "./oneBatch.ts";
import { outputs } from "./outputs.ts";
import { targets } from "./targets.ts";

export type CheckName = "inputs" | "targets" | "leaks" | "outputs" | "batchStatistics" | "initialLoss" | "deadUnits" | "gradients" | "learningRate" | "oneBatch" | "course" | "movement" | "heldOut" | "labels";

/** All checks, in the order in which they are made: data first, then the graph, then the network, training, and what has come of it. */
export const doctorChecks: { readonly [K in CheckName]: Check } = { inputs, targets, leaks, outputs, batchStatistics, initialLoss, deadUnits, gradients, learningRate, oneBatch, course, movement, heldOut, labels };
