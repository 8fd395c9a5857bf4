import { make } from "../make.ts";
import type { Labelled, OperationRow } from "../operationRow.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { changeLevels } from "./levels.ts";
import { recolour } from "./recolour.ts";

/** White minus each level. */
export interface Inverted extends Labelled {
  readonly kind: "invert";
}

/** The negative. PyTorch: RandomInvert. */
export interface Invert extends Chance {
  readonly kind: "invert";
}

export const invertOperation: OperationRow<Inverted> = recolour({}, (image) =>
  changeLevels(image, (levels, white) => {
    for (let i = 0; i < levels.length; i++) levels[i] = white - (levels[i] as number);
  }),
);

export const invertStep: StepRow<Invert> = { fields: {}, chance: 0.5, draw: () => [{ kind: "invert", label: "invert" }] };

/** A step that inverts every level with probability `p`, ½ unless given. */
export const invert = (options: { readonly p?: number } = {}): Invert => make("invert", invertStep, options);
