import { number, range, type Range } from "../field.ts";
import { whiteOf } from "../image.ts";
import { make } from "../make.ts";
import type { Labelled, OperationRow } from "../operationRow.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { colourOrGrey, emptyLike, recolour, type Plain, type PlainPixels } from "./recolour.ts";

/** Every colour turned around the wheel of hues. Greys stay, and so does a grey image. */
export interface HueShifted extends Labelled {
  readonly kind: "hue";
  /** Turns of the wheel, −½ … ½: a third makes red green. */
  readonly shift: number;
}

/** Other hues. PyTorch: ColorJitter(hue), adjust_hue. */
export interface Hue extends Chance {
  readonly kind: "hue";
  readonly shift: Range;
}

export const hueOperation: OperationRow<HueShifted> = recolour({ shift: number({ min: -0.5, max: 0.5 }) }, shifting);

export const hueShifted = (shift: number): HueShifted => ({ kind: "hue", shift, label: `hue ${shift < 0 ? "−" : "+"}${Math.round(Math.abs(shift) * 360)}°` });

export const hueStep: StepRow<Hue> = {
  fields: { shift: range({ min: -0.5, max: 0.5, fallback: [-0.1, 0.1] }) },
  draw: ({ shift: [low, high] }, random) => [hueShifted(random.uniform(low, high))],
};

/** A step that turns every hue by part of a turn, uniform in a range: `0.1`, unless given, is [−0.1, 0.1]. */
export const hue = (options: { readonly shift?: number | Range; readonly p?: number } = {}): Hue => make("hue", hueStep, options);

const { fround } = Math;
const unit = (value: number): number => (value < 0 ? 0 : value > 1 ? 1 : value);

/** To hue, saturation and value and back (Smith 1978), rounded to float32 at every step as torchvision does it. */
function shifting(image: Plain, { shift }: HueShifted): PlainPixels {
  const { data } = image;
  if (colourOrGrey("hue", image) === "grey") return data;
  const [white, result, turn] = [whiteOf(data), emptyLike(data), fround(shift)];
  for (let i = 0; i < data.length; i += 3) {
    const r = fround((data[i] as number) / white);
    const g = fround((data[i + 1] as number) / white);
    const b = fround((data[i + 2] as number) / white);
    const v = Math.max(r, g, b);
    const chroma = fround(v - Math.min(r, g, b));
    const s = chroma === 0 ? 0 : fround(chroma / v);
    const h = fround(hueOf(r, g, b, v, chroma) + turn);
    const sixths = fround((h < 0 ? fround(h + 1) : h >= 1 ? h - 1 : h) * 6);
    const sector = Math.floor(sixths);
    const f = fround(sixths - sector);
    const p = unit(fround(v * fround(1 - s)));
    const q = unit(fround(v * fround(1 - fround(s * f))));
    const t = unit(fround(v * fround(1 - fround(s * fround(1 - f)))));
    let [red, green, blue] = [v, t, p];
    if (sector === 1) [red, green, blue] = [q, v, p];
    else if (sector === 2) [red, green, blue] = [p, v, t];
    else if (sector === 3) [red, green, blue] = [p, q, v];
    else if (sector === 4) [red, green, blue] = [t, p, v];
    else if (sector === 5) [red, green, blue] = [v, p, q];
    result[i] = fround(red * white);
    result[i + 1] = fround(green * white);
    result[i + 2] = fround(blue * white);
  }
  return result;
}

/** The hue of a colour in turns, [0, 1): red is 0, green a third. `v` is its largest part, `chroma` the distance to its smallest. */
function hueOf(r: number, g: number, b: number, v: number, chroma: number): number {
  const over = chroma === 0 ? 1 : chroma;
  const [toRed, toGreen, toBlue] = [fround(fround(v - r) / over), fround(fround(v - g) / over), fround(fround(v - b) / over)];
  const sixths = v === r ? fround(toBlue - toGreen) : v === g ? fround(fround(2 + toRed) - toBlue) : fround(fround(4 + toGreen) - toRed);
  const turns = fround(fround(sixths / 6) + 1);
  return turns >= 1 ? turns - 1 : turns;
}
