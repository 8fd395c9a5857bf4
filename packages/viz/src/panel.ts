import { scaleLinear, scaleLog } from "d3-scale";
import { percent } from "./format.ts";
import { label } from "./label.ts";
import type { Area } from "./picture.ts";
import { element } from "./svg.ts";
import type { Markup } from "./svg.ts";
import { textWidth, widestText } from "./text.ts";
import { colours } from "./theme.ts";
import type { ThemeName } from "./theme.ts";

/** A place on an axis and what is written there. */
export interface Tick {
  readonly value: number;
  readonly text: string;
}

/** An axis: from data to 0 … 1 along it, and its ticks. */
export interface Axis {
  readonly place: (value: number) => number;
  readonly ticks: readonly Tick[];
}

const spread = ([low, high]: readonly [number, number], least: number): [number, number] => {
  const missing = Math.max(0, least - (high - low)) / 2;
  return [low - missing, high + missing];
};

/** From zero if the values come near it, else from about the least; about `count` ticks at round values. */
export function linearAxis(low: number, high: number, count: number): Axis {
  const [from, to] = spread([low, high], Math.max(Math.abs(high) * 0.02, 1e-12));
  const scale = scaleLinear()
    .domain([from > 0 && from < 0.4 * to ? 0 : from, to])
    .nice(count);
  const format = scale.tickFormat(count);
  return { place: scale.copy().range([0, 1]), ticks: scale.ticks(count).map((value) => ({ value, text: format(value) })) };
}

/** From exactly `low` to exactly `high`, with about `count` ticks at round values between them. */
export function exactAxis(low: number, high: number, count: number): Axis {
  const scale = scaleLinear().domain([low, high]).range([0, 1]);
  const format = scale.tickFormat(count);
  return { place: scale, ticks: scale.ticks(count).map((value) => ({ value, text: format(value) })) };
}

/** The axis with the most ticks whose numbers stay apart along `width` pixels, of those that `make` makes for a count. */
export function readableAxis(make: (count: number) => Axis, width: number): Axis {
  for (let count = Math.max(2, Math.floor(width / 45)); count > 1; count--) {
    const axis = make(count);
    const ends = axis.ticks.map(({ value, text }) => ({ at: axis.place(value) * width, half: textWidth(text, 11) / 2 }));
    if (ends.every(({ at, half }, i) => i === 0 || at - half >= (ends[i - 1]?.at ?? 0) + (ends[i - 1]?.half ?? 0) + 6)) return axis;
  }
  return { ...make(2), ticks: [] };
}

/** Shares in per cent, within 0 … 100 %. */
export function shareAxis(low: number, high: number, count: number): Axis {
  const [from, to] = spread([low, high], 0.02);
  const shift = Math.max(0, to - 1) - Math.max(0, -from);
  const scale = scaleLinear()
    .domain([Math.max(0, from - shift), Math.min(1, to - shift)])
    .nice(count);
  const ticks = scale.ticks(count);
  const step = (ticks[1] ?? 1) - (ticks[0] ?? 0);
  const digits = Math.max(0, Math.ceil(-Math.log10(step * 100) - 1e-9));
  return { place: scale.copy().range([0, 1]), ticks: ticks.map((value) => ({ value, text: percent(value, digits) })) };
}

/** Powers of ten, with 2 and 5 between them where there is room; values must be above zero. */
export function logAxis(low: number, high: number, count: number): Axis {
  // Between a number and five and a half times it there are two of 1, 2, 5, 10.
  const widened = Math.sqrt(Math.max(1, 5.5 / (high / low)));
  const [from, to] = [low / widened, high * widened];
  const scale = scaleLog().domain([from / 1.05, to * 1.05]).range([0, 1]);
  const decades = Math.log10(to / from);
  const wanted = decades * 3 <= count + 2 ? [1, 2, 5] : [1];
  const every = Math.max(1, Math.ceil(decades / count));
  const ticks: Tick[] = [];
  for (let power = Math.floor(Math.log10(from)) - 1; power <= Math.ceil(Math.log10(to)); power++) {
    if (wanted.length === 1 && power % every !== 0) continue;
    for (const digit of wanted) {
      const value = Number(`${digit}e${power}`);
      const at = scale(value);
      if (at >= 0 && at <= 1) ticks.push({ value, text: power < -4 || power > 4 ? `${digit}e${power}` : `${value}` });
    }
  }
  return { place: scale, ticks };
}

/** Whole numbers only, such as epochs. */
export function countAxis(low: number, high: number, count: number): Axis {
  const scale = low === high ? scaleLinear().domain([low - 1, high + 1]) : scaleLinear().domain([low, high]);
  const ticks = low === high ? [low] : scale.ticks(count).filter((value) => Number.isInteger(value));
  return { place: scale.range([0, 1]), ticks: ticks.map((value) => ({ value, text: `${value}` })) };
}

/** Space that the numbers beside an axis take. */
export function tickRoom(axis: Axis): number {
  return widestText(axis.ticks.map(({ text }) => text), 11) + 8;
}

/** Grid lines with their numbers to the left, and numbers below: what lies behind a plot. */
export function backdrop(x: Axis, y: Axis, { x: left, y: top, width, height }: Area, theme: ThemeName, below: string): readonly Markup[] {
  const { faint, axis, muted } = colours(theme);
  const bottom = top + height;
  const rows = y.ticks.flatMap(({ value, text }) => {
    const at = bottom - y.place(value) * height;
    return [
      element("line", { x1: left, x2: left + width, y1: at, y2: at, stroke: faint, "stroke-width": 1 }),
      label(text, { x: left - 8, y: at, size: 11, anchor: "end", vertical: "middle", fill: muted }),
    ];
  });
  const columns = x.ticks.flatMap(({ value, text }) => {
    const at = left + x.place(value) * width;
    return [
      element("line", { x1: at, x2: at, y1: bottom, y2: bottom + 4, stroke: axis, "stroke-width": 1 }),
      label(text, { x: at, y: bottom + 17, size: 11, anchor: "middle", fill: muted }),
    ];
  });
  return [
    ...rows,
    element("line", { x1: left, x2: left + width, y1: bottom, y2: bottom, stroke: axis, "stroke-width": 1 }),
    ...columns,
    ...(below === "" ? [] : [label(below, { x: left + width / 2, y: bottom + 34, size: 11, anchor: "middle", fill: muted })]),
  ];
}

/** Places at least `gap` apart and within `low … high`, each as near as that allows to where it wants to be. Order is kept. */
export function apart(wanted: readonly number[], gap: number, low: number, high: number): readonly number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0) || a - b);
  const at: number[] = [];
  order.forEach((index, i) => at.push(Math.max(wanted[index] ?? 0, i === 0 ? low : (at[i - 1] ?? 0) + gap)));
  for (let i = at.length - 1, limit = high; i >= 0; i--, limit = (at[i + 1] ?? 0) - gap) at[i] = Math.min(at[i] ?? 0, limit);
  const found = wanted.map(() => 0);
  order.forEach((index, i) => (found[index] = at[i] ?? 0));
  return found;
}
