import { divergingColour, mix } from "./colour.ts";
import type { Rgb } from "./colour.ts";
import { signed } from "./format.ts";
import { label } from "./label.ts";
import { picture } from "./picture.ts";
import type { Pixels } from "./png-data.ts";
import { element } from "./svg.ts";
import type { Markup } from "./svg.ts";
import { textWidth } from "./text.ts";
import { colours } from "./theme.ts";
import type { ThemeName } from "./theme.ts";

/** A map of values over a plane, row by row: `[height, width]`. */
export interface HeatMap {
  readonly height: number;
  readonly width: number;
  readonly values: ArrayLike<number>;
}

const sequential: readonly [Rgb, Rgb, Rgb] = [
  [247, 247, 247],
  [226, 128, 44],
  [96, 20, 6],
];

/** Near-white at 0, over orange, to a deep brown at 1: darker is more, with every kind of colour blindness. */
export function sequentialColour(value: number): Rgb {
  const share = Math.min(1, Math.max(0, value));
  return share < 0.5 ? mix(sequential[0], sequential[1], share * 2) : mix(sequential[1], sequential[2], share * 2 - 1);
}

/** Colours of a scale: of zero to the largest, or of −largest over zero to the largest. */
export type HeatScale = "sequential" | "diverging";

/** The largest size of the values that are numbers. */
export function largestSize(values: ArrayLike<number>): number {
  let most = 0;
  for (const value of Array.from(values)) {
    const size = Math.abs(value);
    if (Number.isFinite(size)) most = Math.max(most, size);
  }
  return most;
}

/** Whether a map needs two hues. */
export function scaleOf(values: ArrayLike<number>): HeatScale {
  return Array.from(values).some((value) => value < 0) ? "diverging" : "sequential";
}

const unknown: Rgb = [160, 160, 160];

/** A value over the largest as a colour; grey where it is no number. */
export function heatColour(value: number, scale: HeatScale): Rgb {
  if (Number.isNaN(value)) return unknown;
  return scale === "diverging" ? divergingColour(value) : sequentialColour(value);
}

/** A map as a picture, `most` being full colour. */
export function heatPixels({ height, width, values }: HeatMap, most: number, scale: HeatScale): Pixels {
  const data = new Uint8Array(height * width * 3);
  for (let i = 0; i < height * width; i++) data.set(heatColour((values[i] ?? Number.NaN) / (most || 1), scale).map(Math.round), i * 3);
  return { width, height, channels: 3, data };
}

const warm: Rgb = [226, 78, 12];
const cold: Rgb = [20, 104, 200];

/** How much of the picture a full veil hides. */
const veil = 225 / 255;

/** A value of the veil as it looks over middle grey. */
const veilColour = (value: number): Rgb => mix([150, 150, 150], value < 0 ? cold : warm, Math.abs(value) * veil);

/** A map to lie over a picture: vermilion above zero and blue below, the fainter the nearer to zero. */
export function veilPixels({ height, width, values }: HeatMap, most: number): Pixels {
  const data = new Uint8Array(height * width * 4);
  for (let i = 0; i < height * width; i++) {
    const value = (values[i] ?? 0) / (most || 1);
    const opacity = Number.isNaN(value) ? 0 : Math.min(1, Math.abs(value));
    data.set([...(value < 0 ? cold : warm), Math.round(opacity * 255 * veil)], i * 4);
  }
  return { width, height, channels: 4, data };
}

/**
 * A map enlarged or made smaller by straight lines between the middles of its cells, as image libraries do
 * (`align_corners=False` in PyTorch).
 */
export function resized(map: HeatMap, height: number, width: number): HeatMap {
  const places = (from: number, to: number): readonly (readonly [number, number, number])[] =>
    Array.from({ length: to }, (_, i) => {
      const at = Math.min(from - 1, Math.max(0, ((i + 0.5) * from) / to - 0.5));
      const low = Math.floor(at);
      return [low, Math.min(from - 1, low + 1), at - low];
    });
  const [down, right] = [places(map.height, height), places(map.width, width)];
  const at = (row: number, column: number): number => map.values[row * map.width + column] ?? 0;
  const between = (a: number, b: number, share: number): number => (share === 0 ? a : a + (b - a) * share);
  const values = new Float32Array(height * width);
  down.forEach(([top, bottom, low], y) => {
    right.forEach(([left, far, aside], x) => {
      values[y * width + x] = between(between(at(top, left), at(top, far), aside), between(at(bottom, left), at(bottom, far), aside), low);
    });
  });
  return { height, width, values };
}

const barSteps = 41;
const barWidth = 123;

/** A bar of the colours of a scale with what its ends mean, its middle at y; without `most` the scale differs from map to map, and a `veiled` one shows the colours that lie over pictures. */
export function colourBar(scale: HeatScale, most: number | undefined, x: number, y: number, theme: ThemeName, veiled = false): readonly Markup[] {
  const { muted, axis } = colours(theme);
  const colourAt = (i: number): Rgb => {
    const share = i / (barSteps - 1);
    const value = scale === "diverging" ? 2 * share - 1 : share;
    return veiled ? veilColour(value) : heatColour(value, scale);
  };
  const data = new Uint8Array(barSteps * 3);
  for (let i = 0; i < barSteps; i++) data.set(colourAt(i).map(Math.round), i * 3);
  const high = most === undefined ? "+largest of each" : `${scale === "diverging" ? "+" : ""}${signed(most)}`;
  const low = scale === "sequential" ? "0" : most === undefined ? "−largest" : `−${signed(most)}`;
  const left = x + textWidth(low, 11) + 6;
  return [
    label(low, { x: left - 6, y, size: 11, anchor: "end", vertical: "middle", fill: muted }),
    picture({ width: barSteps, height: 1, channels: 3, data }, { x: left, y: y - 5, width: barWidth, height: 10 }),
    element("rect", { x: left, y: y - 5, width: barWidth, height: 10, fill: "none", stroke: axis, "stroke-width": 0.5 }),
    label(high, { x: left + barWidth + 6, y, size: 11, vertical: "middle", fill: muted }),
  ];
}
