import type { ColourOperation } from "./colour/operations.ts";
import { colourOperations } from "./colour/operations.ts";
import { AugmentError } from "./error.ts";
import { readRecord, shown } from "./field.ts";
import type { GeometryOperation } from "./geometry/operations.ts";
import { geometryOperations } from "./geometry/operations.ts";
import type { ImageShape } from "./image.ts";
import type { OperationRow } from "./operationRow.ts";
import { nearest } from "./nearest.ts";
import type { PolicyOperation } from "./policy/operations.ts";
import { policyOperations } from "./policy/operations.ts";
import { checkSample, type Sample } from "./sample.ts";

/** What is done to a sample, with nothing left to chance: a plain record, JSON out and in. */
export type Operation = GeometryOperation | ColourOperation | PolicyOperation;

export type OperationKind = Operation["kind"];

type Rows = { readonly [K in OperationKind]: OperationRow<Extract<Operation, { kind: K }>> };

const rows: Rows = { ...geometryOperations, ...colourOperations, ...policyOperations };

/** Every kind of operation. */
export const operationKinds: readonly OperationKind[] = Object.keys(rows) as OperationKind[];

// The table says that each kind's row takes that kind's record; an index by a union cannot.
const rowOf = (kind: OperationKind): OperationRow<Operation> => rows[kind] as OperationRow<never> as OperationRow<Operation>;

/** What an image of this shape becomes. */
export const shapeAfter = (operation: Operation, shape: ImageShape): ImageShape => rowOf(operation.kind).shape?.(operation, shape) ?? shape;

/**
 * Does what was drawn, one after another: the image and whatever else the sample has. The sample itself is left as it is.
 *
 * @throws AugmentError for a sample whose parts do not fit, or an operation that its image cannot have.
 */
export function applyOperations(sample: Sample, operations: readonly Operation[]): Sample {
  checkSample(sample);
  return operations.reduce((now, operation) => rowOf(operation.kind).apply(now, operation, applyOperations), sample);
}

/**
 * Operations from JSON, checked: a draw that was kept can be repeated.
 *
 * @throws AugmentError naming the operation, the rule and what was received.
 */
export function parseOperations(json: unknown): readonly Operation[] {
  if (!Array.isArray(json)) throw new AugmentError(`operations: must be a list of records. Received ${shown(json)}.`);
  return json.map((value: unknown, i) => parseOperation(value, `operations[${i}]`, 0));
}

const deepest = 8;

function parseOperation(value: unknown, where: string, depth: number): Operation {
  if (typeof value !== "object" || value === null || !("kind" in value) || typeof value.kind !== "string") throw new AugmentError(`${where}: must be a record with a kind. Received ${shown(value)}.`);
  if (!Object.hasOwn(rows, value.kind)) throw new AugmentError(`${where}: there is no operation ${shown(value.kind)}.${nearest(value.kind, operationKinds)} Known: ${operationKinds.join(", ")}.`);
  if (depth > deepest) throw new AugmentError(`${where}: operations may lie in operations at most ${deepest} deep.`);
  const kind = value.kind as OperationKind;
  const inside = `${where} (${kind})`;
  const label = "label" in value && typeof value.label === "string" ? { label: value.label } : {};
  return { kind, ...readRecord<Operation>(inside, rowOf(kind).fields, value, (inner) => parseOperation(inner, inside, depth + 1)), ...label } as Operation;
}
