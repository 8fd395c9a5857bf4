import type { Field } from "../field.ts";
import { make } from "../make.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import type { Border } from "./border.ts";
import { beyondFields, cropped, type BeyondOptions } from "./crop.ts";

type Sides = readonly [left: number, top: number, right: number, bottom: number];

/** Pixels put around the image. PyTorch: Pad. Keras: ZeroPadding2D. */
export interface Pad extends Chance {
  readonly kind: "pad";
  readonly padding: Sides;
  readonly border: Border;
  readonly fill: readonly number[];
}

const widest = 16_384;

const padding: Field<Sides> = {
  rule: `[left, top, right, bottom] in pixels from 0 to ${widest}, [left and right, top and bottom], or one number for all`,
  parse(value) {
    const list: unknown[] = Array.isArray(value) ? value : [value];
    if (![1, 2, 4].includes(list.length) || !list.every((n): n is number => typeof n === "number" && Number.isInteger(n) && n >= 0 && n <= widest)) return undefined;
    const [left = 0, top = left, right = left, bottom = top] = list;
    return [left, top, right, bottom];
  },
};

export const padStep: StepRow<Pad> = {
  fields: { padding, ...beyondFields },
  draw: ({ padding: [left, top, right, bottom], border, fill }, _, [height, width]) => [
    { ...cropped(0 - top, 0 - left, [height + top + bottom, width + left + right], { border, fill }), label: `pad ${left}, ${top}, ${right}, ${bottom}` },
  ],
};

export interface PadOptions extends BeyondOptions {
  /** Pixels on each side, as torchvision orders them: `[left, top, right, bottom]`, `[left and right, top and bottom]`, or one number for all. */
  readonly padding: number | readonly [number, number] | Sides;
}

/** A step that puts pixels around the image. */
export const pad = (options: PadOptions): Pad => make("pad", padStep, options);
