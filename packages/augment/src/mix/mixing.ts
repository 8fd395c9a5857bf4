import { AugmentError } from "../error.ts";
import { readRecord, shown } from "../field.ts";
import { nearest } from "../nearest.ts";
import { checkBatch, type MixBatch } from "./batch.ts";
import { cutmixMixing, type CutMixed } from "./cutmix.ts";
import { mixupMixing, type MixedUp } from "./mixup.ts";
import type { MixingRow } from "./mixRow.ts";

/** What is done to a batch, with nothing left to chance: a plain record, JSON out and in. */
export type Mixing = MixedUp | CutMixed;

const rows: { readonly [K in Mixing["kind"]]: MixingRow<Extract<Mixing, { kind: K }>> } = { cutmix: cutmixMixing, mixup: mixupMixing };

const kinds = Object.keys(rows);

// The table says that each kind's row takes that kind's record; an index by a union cannot.
const rowOf = (kind: Mixing["kind"]): MixingRow<Mixing> => rows[kind] as MixingRow<Mixing>;

/**
 * Does what was drawn. The batch itself is left as it is.
 *
 * @throws AugmentError for a batch whose parts do not fit, or a mixing that was drawn for another shape.
 */
export function applyMixings(batch: MixBatch, mixings: readonly Mixing[]): MixBatch {
  checkBatch(batch);
  return mixings.reduce((now, mixing) => {
    const count = now.images.shape[0];
    if (mixing.partners.length !== count) throw new AugmentError(`${mixing.kind}: there must be a partner for each of the ${count} images. Received ${mixing.partners.length}. Draw anew for a batch of another size.`);
    return rowOf(mixing.kind).apply(now, mixing);
  }, batch);
}

/**
 * What was drawn for a batch, from JSON, checked.
 *
 * @throws AugmentError naming the option, its rule and what was received.
 */
export function parseMixings(json: unknown): readonly Mixing[] {
  if (!Array.isArray(json)) throw new AugmentError(`mixings: must be a list of records. Received ${shown(json)}.`);
  return json.map((value: unknown, i) => {
    const where = `mixings[${i}]`;
    if (typeof value !== "object" || value === null || !("kind" in value) || typeof value.kind !== "string") throw new AugmentError(`${where}: must be a record with a kind. Received ${shown(value)}.`);
    if (!Object.hasOwn(rows, value.kind)) throw new AugmentError(`${where}: there is no mixing ${shown(value.kind)}.${nearest(value.kind, kinds)} Known: ${kinds.join(", ")}.`);
    const kind = value.kind as Mixing["kind"];
    const label = "label" in value && typeof value.label === "string" ? { label: value.label } : {};
    return { kind, ...readRecord<Mixing>(`${where} (${kind})`, rowOf(kind).fields, value), ...label } as Mixing;
  });
}
