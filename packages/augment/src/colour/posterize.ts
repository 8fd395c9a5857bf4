import { whole } from "../field.ts";
import { make } from "../make.ts";
import type { Labelled, OperationRow } from "../operationRow.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { asBytes } from "./bytes.ts";
import { recolour } from "./recolour.ts";

/** Only the highest bits of each byte; floats go to the nearest of 256 levels before. */
export interface Posterized extends Labelled {
  readonly kind: "posterize";
  /** How many of the 8 bits stay; 0 is black. */
  readonly bits: number;
}

/** Few levels. PyTorch: RandomPosterize. */
export interface Posterize extends Chance {
  readonly kind: "posterize";
  readonly bits: number;
}

const fields = { bits: whole({ min: 0, max: 8, fallback: 4 }) };

export const posterizeOperation: OperationRow<Posterized> = recolour(fields, (image, { bits }) => {
  const mask = 0xff & (0xff << (8 - bits));
  return asBytes(image, (bytes) => bytes.map((byte) => byte & mask));
});

export const posterizeStep: StepRow<Posterize> = { fields, chance: 0.5, draw: ({ bits }) => [{ kind: "posterize", bits, label: `posterize to ${bits} bits` }] };

/** A step that keeps the highest bits of each level, 4 unless given, with probability `p`, ½ unless given. */
export const posterize = (options: { readonly bits?: number; readonly p?: number } = {}): Posterize => make("posterize", posterizeStep, options);
