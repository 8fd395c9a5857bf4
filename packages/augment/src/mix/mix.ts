import { AugmentError } from "../error.ts";
import { shown } from "../field.ts";
import { make } from "../make.ts";
import { nearest } from "../nearest.ts";
import { randomOf, type At } from "../random.ts";
import type { BatchShape, MixBatch } from "./batch.ts";
import { cutmixMix, type Cutmix } from "./cutmix.ts";
import { applyMixings, type Mixing } from "./mixing.ts";
import { mixupOrCutmixMix, type MixupOrCutmix } from "./mixupOrCutmix.ts";
import { mixupMix, type Mixup } from "./mixup.ts";
import type { MixRow } from "./mixRow.ts";

/** How the images of a batch are mixed with each other: a plain record, JSON out and in. What it comes to is drawn for each batch. */
export type Mix = Mixup | Cutmix | MixupOrCutmix;

export type MixKind = Mix["kind"];

const rows: { readonly [K in MixKind]: MixRow<Extract<Mix, { kind: K }>> } = { cutmix: cutmixMix, mixup: mixupMix, mixupOrCutmix: mixupOrCutmixMix };

/** Every kind of mix. */
export const mixKinds: readonly MixKind[] = Object.keys(rows) as MixKind[];

const rowOf = (kind: MixKind): MixRow<Mix> => rows[kind] as MixRow<Mix>;

/** Draws what a mix comes to for a batch of this shape: nothing, or one mixing. The same seed and path, such as `[epoch, batch]`, give the same again. */
export function drawMixings(mix: Mix, shape: BatchShape, { seed, path = [] }: At): readonly Mixing[] {
  const random = randomOf(seed, ...path);
  return mix.p < 1 && random.uniform() >= mix.p ? [] : [rowOf(mix.kind).draw(mix, random, shape)];
}

/** A batch after a mix, with what was drawn for it. */
export interface Mixed extends MixBatch {
  /** `applyMixings` with these does the same again. */
  readonly mixings: readonly Mixing[];
}

/**
 * Draws a mix for one batch and does it.
 *
 * @throws AugmentError for a batch whose parts do not fit.
 */
export function mixBatch(batch: MixBatch, mix: Mix, at: At): Mixed {
  const mixings = drawMixings(mix, batch.images.shape, at);
  return { ...applyMixings(batch, mixings), mixings };
}

/**
 * A mix from JSON: a record or a kind alone, checked; what is left out gets its default.
 *
 * @throws AugmentError naming the option, its rule and what was received.
 */
export function parseMix(json: unknown): Mix {
  const record: unknown = typeof json === "string" ? { kind: json } : json;
  if (typeof record !== "object" || record === null || !("kind" in record) || typeof record.kind !== "string") throw new AugmentError(`mix: must be a kind, or a record with a kind. Received ${shown(json)}.`);
  if (!Object.hasOwn(rows, record.kind)) throw new AugmentError(`mix: there is no mix ${shown(record.kind)}.${nearest(record.kind, mixKinds)} Known: ${mixKinds.join(", ")}.`);
  const kind = record.kind as MixKind;
  return make<Mix>(kind, rowOf(kind), record);
}
