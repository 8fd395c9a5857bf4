import { figure, heading, margin } from "./figure.ts";
import { frameStyle, movingFrames, stillFrame } from "./frames.ts";
import type { Spell } from "./frames.ts";
import { signed } from "./format.ts";
import { label } from "./label.ts";
import { check } from "./options.ts";
import type { FigureOptions } from "./options.ts";
import { element } from "./svg.ts";
import type { Markup } from "./svg.ts";
import { textWidth, widestText, wrapText } from "./text.ts";
import { colours } from "./theme.ts";

/** How steps are shown. */
export interface StepsOptions extends FigureOptions {
  /** One step, counted from 1, or all of them as a loop. */
  readonly step?: number | "all";
  /** How long the loop shows each step. */
  readonly seconds?: number;
}

/** A grid of numbers. */
export interface StepGrid {
  readonly title: string;
  readonly rows: number;
  readonly columns: number;
  /** What stands in a cell from the start; padding is drawn as what is not there. */
  readonly cell: (row: number, column: number) => { readonly text: string; readonly padding?: boolean };
}

/** A cell of one of the grids. */
export interface CellPlace {
  readonly grid: number;
  readonly row: number;
  readonly column: number;
}

/** One step: what is looked at, what comes of it, and how. */
export interface StepView {
  readonly said: string;
  /** Cells of the window, with a small note such as the weight they are multiplied by. */
  readonly window: readonly (CellPlace & { readonly note?: string })[];
  /** The cell among them that decides, such as the largest. */
  readonly chosen?: readonly CellPlace[];
  /** Cells written in this step. */
  readonly written: readonly (CellPlace & { readonly text: string; readonly note?: string })[];
  /** The working, and what it comes to. */
  readonly lines: readonly string[];
  readonly result: string;
}

export interface Steps {
  readonly name: string;
  readonly called: string;
  readonly subtitle: string;
  readonly description: string;
  readonly grids: readonly StepGrid[];
  /** The grids in columns, from left to right. */
  readonly columns: readonly (readonly number[])[];
  readonly views: readonly StepView[];
}

/** A number in working and words: whole ones in full, others with three digits. */
export const exact = (value: number): string => (Number.isInteger(value) && Math.abs(value) < 1e9 ? `${value}`.replace("-", "−") : signed(value));

/** A number in a cell: as `exact`, but of long fractions two decimals. */
export function brief(value: number): string {
  const text = exact(value);
  if (Number.isInteger(value) || text.length <= 4) return text;
  return Math.abs(value) >= 0.005 && Math.abs(value) < 1000 ? signed(Number(value.toFixed(2))) : value.toExponential(0).replaceAll("-", "−").replace("+", "");
}

/** Numbers row by row, for a description. */
export const rowsInWords = (rows: readonly (readonly number[])[]): string => rows.map((row) => row.map(exact).join(" ")).join("; ");

/** The workings of height and width, once where they are the same; with words for the brackets of rounding, which few fonts have. */
export const sizeInWords = (high: string, wide: string): string =>
  (high === wide ? high : `${high} high, ${wide} wide`).replaceAll("⌊", "floor(").replaceAll("⌈", "ceil(").replaceAll(/[⌋⌉]/g, ")");

/** Cells along an axis, and steps, that one still follows. */
const mostCells = 40;
const mostSteps = 200;
/** Channels below each other. */
const mostChannels = 8;

const textSize = 12;
const noteSize = 8;
const gap = { x: 28, y: 14 };
const titleRoom = 18;
const lineRoom = 17;

/** Refuses grids that are too large to follow, before anything is computed of them. */
export function checkGrids(name: string, grids: readonly Pick<StepGrid, "title" | "rows" | "columns">[]): void {
  for (const { title, rows, columns } of grids) check(rows <= mostCells && columns <= mostCells, name, `at most ${mostCells}×${mostCells} cells can be followed. Received ${rows}×${columns} as ${title}, padding included. Show a part of it.`);
  const channels = Math.floor(grids.length / 2);
  check(channels <= mostChannels, name, `at most ${mostChannels} channels can be followed. Received ${channels}. Show some of them.`);
}

/** Grids of numbers, and how one window after another makes the last of them. */
export function stepsFigure(work: Steps, options: Required<StepsOptions>): string {
  const { name, grids, views } = work;
  const { step, seconds, theme } = options;
  check(step === "all" || (Number.isInteger(step) && step >= 1 && step <= views.length), name, `step must be "all" or a whole number from 1 to ${views.length}. Received ${step}.`);
  check(step !== "all" || views.length <= mostSteps, name, `at most ${mostSteps} steps can be watched. Received ${views.length}. Show one of them: step: 1.`);
  check(seconds > 0 && seconds <= 60, name, `seconds must lie in 0 … 60. Received ${seconds}.`);

  const layout = layOut(work, options.width);
  const width = Math.max(layout.width, Math.min(options.width, Math.max(420, 2 * margin + Math.max(textWidth(options.title, 15, "bold"), textWidth(work.subtitle, 12)))));
  const { marks: above, bottom } = heading(options, work.subtitle, width);
  const at = ({ grid, row, column }: CellPlace): { x: number; y: number } => {
    const { x, y } = layout.places[grid] ?? { x: 0, y: 0 };
    return { x: x + column * layout.cell, y: bottom + y + titleRoom + row * layout.cell };
  };
  const workingTop = bottom + layout.height + 24;
  const lines = views.map((view) => wrapped(view.lines, width - 2 * margin));
  const spells = [...views.flatMap((view, i) => windowSpell(view, i, at, layout.cell, theme)), ...cellSpells(work, at, layout.cell, theme)];
  const told = views.flatMap((view, i) => toldSpells(view, i, views.length, lines[i] ?? [], workingTop, width, theme, layout.notes ? { at, cell: layout.cell } : undefined));
  const height = workingTop + (lines.reduce((most, { length }) => Math.max(most, length), 0) + 2) * lineRoom + margin - 6;
  const drawn = (part: readonly Spell[]): readonly Markup[] => (step === "all" ? movingFrames(part, views.length, seconds) : stillFrame(part, step - 1));
  return figure({ width, height, name: work.called, description: work.description }, options, [
    ...(step === "all" ? [frameStyle([...spells, ...told], views.length, seconds)] : []),
    ...above,
    ...grids.flatMap((grid, i) => backgrounds(grid, i, at, layout.cell, theme)),
    ...drawn(spells),
    ...grids.flatMap((grid, i) => values(grid, i, at, layout.cell, theme)),
    ...drawn(told),
  ]);
}

interface Layout {
  readonly cell: number;
  readonly notes: boolean;
  readonly width: number;
  readonly height: number;
  readonly places: readonly { readonly x: number; readonly y: number }[];
}

/** Cells wide enough for their numbers; for the small notes too, where the whole then still stands in one row. */
function layOut(work: Steps, limit: number): Layout {
  const cells = work.grids.flatMap(({ rows, columns, cell }) => Array.from({ length: rows * columns }, (_, i) => cell(Math.floor(i / columns), i % columns).text));
  const texts = [...cells, ...work.views.flatMap(({ written }) => written.map(({ text }) => text))];
  const notes = work.views.flatMap(({ window, written }) => [...window, ...written].map(({ note }) => note ?? ""));
  const least = Math.ceil(Math.max(22, widestText(texts, textSize) + 6));
  if (notes.some((note) => note !== "")) {
    const roomy = flow(work, Math.ceil(Math.max(32, least, widestText(notes, noteSize) + 5)), limit);
    if (roomy.rows === 1) return { ...roomy, notes: true };
  } else {
    const roomy = flow(work, Math.max(30, least), limit);
    if (roomy.rows === 1) return { ...roomy, notes: false };
  }
  return { ...flow(work, least, limit), notes: false };
}

/** Columns of grids side by side, in as many rows as the width asks for. */
function flow({ grids, columns }: Steps, cell: number, limit: number): Omit<Layout, "notes"> & { readonly rows: number } {
  const titled = (i: number): number => (grids[i]?.rows ?? 0) * cell + titleRoom + gap.y;
  const widths = columns.map((column) => column.reduce((most, i) => Math.max(most, (grids[i]?.columns ?? 0) * cell, textWidth(grids[i]?.title ?? "", textSize, "bold")), 0));
  // An input and its kernel begin at one height, where they stand beside each other.
  const single = widths.reduce((sum, width) => sum + width + gap.x, 2 * margin - gap.x) <= limit;
  const level = (k: number): number => Math.max(...columns.filter(({ length }) => length > k && length > 1).map((column) => titled(column[k] ?? 0)));
  const places: { x: number; y: number }[] = [];
  let [x, y, tallest, widest, rows] = [margin, 0, 0, 0, 1];
  columns.forEach((column, i) => {
    const width = widths[i] ?? 0;
    if (x > margin && x + width > limit - margin) [x, y, tallest, rows] = [margin, y + tallest + gap.y, 0, rows + 1];
    let top = y;
    column.forEach((grid, k) => {
      places[grid] = { x, y: top };
      tallest = Math.max(tallest, top + titled(grid) - gap.y - y);
      top += single ? level(k) : titled(grid);
    });
    widest = Math.max(widest, x + width + margin);
    x += width + gap.x;
  });
  return { cell, width: widest, height: y + tallest, places, rows };
}

type At = (place: CellPlace) => { readonly x: number; readonly y: number };

function backgrounds({ title, rows, columns, cell: of }: StepGrid, grid: number, at: At, cell: number, theme: Required<FigureOptions>["theme"]): readonly Markup[] {
  const { ink, axis, faint } = colours(theme);
  const corner = at({ grid, row: 0, column: 0 });
  const marks = [label(title, { x: corner.x, y: corner.y - 6, size: textSize, weight: "bold", fill: ink })];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const padding = of(row, column).padding === true;
      marks.push(element("rect", { ...at({ grid, row, column }), width: cell, height: cell, fill: padding ? faint : "none", stroke: axis, "stroke-width": 0.5, "stroke-dasharray": padding ? "2 2" : undefined }));
    }
  return marks;
}

function values({ rows, columns, cell: of }: StepGrid, grid: number, at: At, cell: number, theme: Required<FigureOptions>["theme"]): readonly Markup[] {
  const { ink, muted } = colours(theme);
  return Array.from({ length: rows * columns }, (_, i) => ({ row: Math.floor(i / columns), column: i % columns })).flatMap(({ row, column }) => {
    const { text, padding = false } = of(row, column);
    return text === "" ? [] : [cellText(text, at({ grid, row, column }), cell, padding ? muted : ink)];
  });
}

const cellText = (text: string, { x, y }: { readonly x: number; readonly y: number }, cell: number, fill: string): Markup => label(text, { x: x + cell / 2, y: y + cell / 2, size: textSize, anchor: "middle", vertical: "middle", fill });

/** What is looked at in blue, within one outline for each grid; what decides and what is written in vermilion. */
function windowSpell({ window, written, chosen = [] }: StepView, step: number, at: At, cell: number, theme: Required<FigureOptions>["theme"]): readonly Spell[] {
  const { blue, red } = colours(theme);
  const shade = (colour: string) => (place: CellPlace): Markup => element("rect", { ...at(place), width: cell, height: cell, fill: colour, "fill-opacity": 0.22 });
  const around = (places: readonly CellPlace[], stroke: string): readonly Markup[] =>
    [...new Set(places.map(({ grid }) => grid))].map((grid) => {
      const corners = places.filter((place) => place.grid === grid).map(at);
      const [left, top] = [Math.min(...corners.map(({ x }) => x)), Math.min(...corners.map(({ y }) => y))];
      const size = { width: Math.max(...corners.map(({ x }) => x)) + cell - left, height: Math.max(...corners.map(({ y }) => y)) + cell - top };
      return element("rect", { x: left, y: top, ...size, fill: "none", stroke, "stroke-width": 2 });
    });
  const rings = chosen.map((place) => element("circle", { cx: at(place).x + cell / 2, cy: at(place).y + cell / 2, r: cell / 2 - 2, fill: "none", stroke: red, "stroke-width": 2 }));
  return [{ from: step, to: step + 1, marks: [...window.map(shade(blue)), ...written.map(shade(red)), ...around(window, blue), ...around(written, red), ...rings] }];
}

/** Values of cells from the step that writes them until one writes them anew. */
function cellSpells({ views }: Steps, at: At, cell: number, theme: Required<FigureOptions>["theme"]): readonly Spell[] {
  const { ink } = colours(theme);
  const until = new Map<string, number>();
  const spells: Spell[] = [];
  for (let from = views.length - 1; from >= 0; from--) {
    const marks = new Map<number, Markup[]>();
    for (const place of views[from]?.written ?? []) {
      const key = `${place.grid} ${place.row} ${place.column}`;
      const to = until.get(key) ?? views.length;
      marks.set(to, [...(marks.get(to) ?? []), cellText(place.text, at(place), cell, ink)]);
      until.set(key, from);
    }
    spells.push(...Array.from(marks, ([to, texts]) => ({ from, to, marks: texts })));
  }
  return spells.reverse();
}

/** The most lines of working that one reads. */
const mostLines = 8;

function wrapped(lines: readonly string[], width: number): readonly string[] {
  const fits = lines.length <= mostLines && lines.every((line) => textWidth(line, textSize) <= width);
  return fits ? lines : wrapText(lines.join(" "), textSize, width, mostLines);
}

function toldSpells(view: StepView, step: number, steps: number, lines: readonly string[], top: number, width: number, theme: Required<FigureOptions>["theme"], notes: { readonly at: At; readonly cell: number } | undefined): readonly Spell[] {
  const { ink, muted, red } = colours(theme);
  const noted = notes === undefined ? [] : [...view.window, ...view.written].flatMap((place) => {
    const { x, y } = notes.at(place);
    return place.note === undefined ? [] : [label(place.note, { x: x + notes.cell - 2.5, y: y + notes.cell - 2.5, size: noteSize, anchor: "end", fill: red })];
  });
  const room = width - 2 * margin;
  const said = label(`Step ${step + 1} of ${steps}: ${view.said}`, { x: margin, y: top, size: textSize, width: room, fill: muted });
  const worked = lines.map((line, i) => label(line, { x: margin, y: top + (i + 1) * lineRoom, size: textSize, width: room, fill: ink }));
  const result = label(view.result, { x: margin, y: top + (lines.length + 1) * lineRoom, size: textSize, weight: "bold", width: room, fill: ink });
  return [{ from: step, to: step + 1, marks: [...noted, said, ...worked, result] }];
}
