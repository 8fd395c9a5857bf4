import type { ColourStep } from "./colour/steps.ts";
import { colourSteps } from "./colour/steps.ts";
import { AugmentError } from "./error.ts";
import { readRecord, shown } from "./field.ts";
import type { GeometryStep } from "./geometry/steps.ts";
import { geometrySteps } from "./geometry/steps.ts";
import type { ImageShape } from "./image.ts";
import { nearest } from "./nearest.ts";
import { shapeAfter, type Operation } from "./operation.ts";
import type { PolicyStep } from "./policy/steps.ts";
import { policySteps } from "./policy/steps.ts";
import { randomOf, type At, type Random } from "./random.ts";
import type { StepRow } from "./stepRow.ts";

/** One step of a pipeline, with its ranges: a plain record, JSON out and in. What it comes to is drawn for each sample. */
export type Step = GeometryStep | ColourStep | PolicyStep;

export type StepKind = Step["kind"];

/** Steps, one after another. */
export type Pipeline = readonly Step[];

type Rows = { readonly [K in StepKind]: StepRow<Extract<Step, { kind: K }>> };

const rows: Rows = { ...geometrySteps, ...colourSteps, ...policySteps };

/** Every kind of step. */
export const stepKinds: readonly StepKind[] = Object.keys(rows) as StepKind[];

const rowOf = (kind: StepKind): StepRow<Step> => rows[kind] as StepRow<never> as StepRow<Step>;

/** What a kind of step can be told, and how likely it is unless told. */
export const optionsOf = (kind: StepKind): Pick<StepRow<Step>, "fields" | "chance"> => rowOf(kind);

/** Draws what one step comes to. */
function drawStep(step: Step, random: Random, shape: ImageShape): readonly Operation[] {
  if (step.p < 1 && random.uniform() >= step.p) return [];
  return rowOf(step.kind).draw(step, random, shape, drawStep);
}

/**
 * Draws what a pipeline comes to for one image: with the same seed and path always the same. Every step draws from a stream of its own,
 * so that a step that is added leaves the draws of those before it as they were.
 */
export function drawOperations(pipeline: Pipeline, shape: ImageShape, { seed, path = [] }: At): readonly Operation[] {
  const drawn: Operation[] = [];
  let now = shape;
  for (const [i, step] of pipeline.entries()) {
    for (const operation of drawStep(step, randomOf(seed, ...path, i), now)) {
      drawn.push(operation);
      now = shapeAfter(operation, now);
    }
  }
  return drawn;
}

/**
 * A pipeline from JSON, checked; what is left out gets its default.
 *
 * @throws AugmentError naming the step, the option, its rule and what was received.
 */
export function parsePipeline(json: unknown): Pipeline {
  if (!Array.isArray(json)) throw new AugmentError(`pipeline: must be a list of steps. Received ${shown(json)}.`);
  if (json.length > mostSteps) throw new AugmentError(`pipeline: must have at most ${mostSteps} steps. Received ${json.length}.`);
  return json.map((value: unknown, i) => parseStep(value, `pipeline[${i}]`, 0));
}

const mostSteps = 1_000;
const deepest = 8;

/** One step from JSON: a record, or a kind alone. */
function parseStep(value: unknown, where: string, depth: number): Step {
  const record: unknown = typeof value === "string" ? { kind: value } : value;
  if (typeof record !== "object" || record === null || !("kind" in record) || typeof record.kind !== "string") throw new AugmentError(`${where}: must be a kind, or a record with a kind. Received ${shown(value)}.`);
  if (!Object.hasOwn(rows, record.kind)) throw new AugmentError(`${where}: there is no step ${shown(record.kind)}.${nearest(record.kind, stepKinds)} Known: ${stepKinds.join(", ")}.`);
  if (depth > deepest) throw new AugmentError(`${where}: steps may lie in steps at most ${deepest} deep.`);
  const kind = record.kind as StepKind;
  const row = rowOf(kind);
  const inside = `${where} (${kind})`;
  const { p = row.chance ?? 1 } = record as { p?: unknown };
  if (typeof p !== "number" || !(p >= 0 && p <= 1)) throw new AugmentError(`${inside}: p must be a number from 0 to 1. Received ${shown(p)}.`);
  return { kind, p, ...readRecord<Step>(inside, row.fields, record, (inner) => parseStep(inner, inside, depth + 1)) } as Step;
}
