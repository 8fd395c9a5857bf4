import { line } from "d3-shape";
import { figures, percent } from "./format.ts";
import { chosenInWords, measured } from "./history.ts";
import type { Chosen, EpochRow, Part, Quantity } from "./history.ts";
import { label } from "./label.ts";
import { apart, backdrop, countAxis, linearAxis, logAxis, shareAxis, tickRoom } from "./panel.ts";
import type { Axis } from "./panel.ts";
import type { Area } from "./picture.ts";
import { element, rounded } from "./svg.ts";
import type { Markup } from "./svg.ts";
import { textWidth } from "./text.ts";
import { colours } from "./theme.ts";
import type { ThemeName } from "./theme.ts";

/** One line of a panel: a run's loss or accuracy on its training or validation images. */
export interface Curve {
  readonly name: string;
  readonly history: readonly EpochRow[];
  readonly part: Part;
  readonly colour: string;
  readonly dash: string | undefined;
  readonly width: number;
  /** Less than 1 for what stands behind another line. */
  readonly opacity?: number;
  /** A dot at each value, where there are few epochs. */
  readonly dots: boolean;
  /** Written beside its end. */
  readonly named: boolean;
  /** Its name is in ink with a dot of its colour, for colours too light to read as text. */
  readonly dotted: boolean;
  readonly best: EpochRow | undefined;
}

/** The panel of one quantity. */
export interface CurvePanel {
  readonly quantity: Quantity;
  readonly scale: "linear" | "log";
  readonly curves: readonly Curve[];
  readonly theme: ThemeName;
  /** How the marked epoch was chosen; undefined where that is not told. */
  readonly chosen: Chosen | undefined;
  /** Whether its weights were kept. */
  readonly kept: boolean;
}

/** Height of the panel's name and the note above its plot, and of the numbers below it. */
const above = 40;
const below = 42;
const gap = 15;

const values = ({ quantity, scale, curves }: CurvePanel): readonly number[] =>
  curves.flatMap(({ history, part }) => history.map((row) => measured(row, quantity, part)).filter((value) => value !== undefined && (scale === "linear" || value > 0))) as number[];

const verticalAxis = (panel: CurvePanel): Axis => {
  const found = values(panel);
  const low = found.length === 0 ? 0.1 : Math.min(...found);
  const high = found.length === 0 ? 1 : Math.max(...found);
  if (panel.quantity === "accuracy") return shareAxis(low, high, 5);
  return panel.scale === "log" ? logAxis(low, high, 5) : linearAxis(low, high, 5);
};

const epochsOf = (curves: readonly Curve[]): readonly number[] => curves.flatMap(({ history }) => history.map(({ epoch }) => epoch));

/** The space at the right that names beside the lines take. */
const nameRoom = (curves: readonly Curve[]): number => {
  const named = curves.filter((curve) => curve.named);
  return named.length === 0 ? 8 : Math.min(110, Math.max(...named.map(({ name, dotted }) => textWidth(name, 12) + (dotted ? 11 : 0)))) + 12;
};

/** Whether names beside the lines find room in a panel of this height. */
export function namesFit(count: number, height: number): boolean {
  return count * gap <= height - above - below;
}

const shown = (quantity: Quantity, value: number): string => (quantity === "accuracy" ? percent(value, 2) : figures(value));

/** What stands above the marked epoch: in the panel of the quantity that chose it how it was chosen, in the other its value alone. */
function epochNote({ quantity, chosen, kept }: CurvePanel, epoch: number, value: string | undefined, width: number): string {
  const plain = value === undefined ? `epoch ${epoch}` : `epoch ${epoch}: ${value}`;
  const decisive = chosen === (quantity === "loss" ? "valLoss" : "valAccuracy");
  const full = decisive ? `${kept ? "kept" : "best"}: epoch ${epoch}, ${chosenInWords[chosen]}${value === undefined ? "" : ` ${value}`}` : plain;
  return textWidth(full, 11) <= width ? full : plain;
}

/** A panel in an area: name, grid, lines, dots where there are few epochs, the best epoch, and the lines' names. */
export function curvePanel(panel: CurvePanel, area: Area): readonly Markup[] {
  const { quantity, scale, curves, theme } = panel;
  const palette = colours(theme);
  const epochs = epochsOf(curves);
  const vertical = verticalAxis(panel);
  const plotLeft = area.x + tickRoom(vertical);
  const right = area.x + area.width - nameRoom(curves);
  const plot: Area = { x: plotLeft, y: area.y + above, width: right - plotLeft, height: area.height - above - below };
  const horizontal = countAxis(Math.min(...epochs), Math.max(...epochs), Math.max(2, Math.floor(plot.width / 45)));
  const x = (epoch: number): number => plot.x + horizontal.place(epoch) * plot.width;
  const y = (value: number): number => plot.y + plot.height - vertical.place(value) * plot.height;
  const valueAt = (row: EpochRow, part: Part): number | undefined => {
    const value = measured(row, quantity, part);
    return value !== undefined && (scale === "linear" || value > 0) ? value : undefined;
  };

  const marks: Markup[] = [
    label(quantity === "accuracy" ? "Accuracy" : `Loss${scale === "log" ? ", logarithmic" : ""}`, { x: area.x, y: area.y + 11, weight: "bold", size: 12, fill: palette.ink }),
    ...backdrop(horizontal, vertical, plot, theme, "epoch"),
  ];

  const bestOf = curves.filter(({ best, part }) => best !== undefined && part === "validation");
  const only = bestOf.length === 1 ? bestOf[0] : undefined;
  if (only?.best !== undefined) {
    const value = valueAt(only.best, "validation");
    const at = x(only.best.epoch);
    const note = epochNote(panel, only.best.epoch, value === undefined ? undefined : shown(quantity, value), area.width);
    const half = textWidth(note, 11) / 2;
    const middle = Math.max(area.x + half, Math.min(at, area.x + area.width - half));
    marks.push(element("line", { x1: at, x2: at, y1: plot.y - 8, y2: plot.y + plot.height, stroke: palette.axis, "stroke-width": 1, "stroke-dasharray": "2 3" }));
    marks.push(label(note, { x: middle, y: plot.y - 12, size: 11, anchor: "middle", fill: palette.muted }));
  }

  const draw = line<readonly [number, number] | undefined>()
    .defined((point) => point !== undefined)
    .x((point) => point?.[0] ?? 0)
    .y((point) => point?.[1] ?? 0)
    .digits(2);
  for (const { history, part, colour, dash, width, opacity, dots } of curves) {
    const points = history.map((row) => {
      const value = valueAt(row, part);
      return value === undefined ? undefined : ([x(row.epoch), y(value)] as const);
    });
    const outline = draw(points);
    if (outline !== null) marks.push(element("path", { d: outline, fill: "none", stroke: colour, "stroke-width": width, "stroke-opacity": opacity, "stroke-dasharray": dash, "stroke-linejoin": "round" }));
    points.forEach((point, i) => {
      // A value between two gaps has no line to be seen by.
      const alone = points[i - 1] === undefined && points[i + 1] === undefined;
      if (point === undefined || !(alone || (dots && history.length <= 20))) return;
      marks.push(element("circle", { cx: point[0], cy: point[1], r: history.length === 1 ? 3 : width + 0.5, fill: colour, "fill-opacity": opacity }));
    });
  }

  for (const { best, colour } of bestOf) {
    const value = best === undefined ? undefined : valueAt(best, "validation");
    if (best !== undefined && value !== undefined) {
      marks.push(element("circle", { cx: x(best.epoch), cy: y(value), r: 5, fill: palette.surface, stroke: colour, "stroke-width": 2 }));
    }
  }
  return [...marks, ...names(panel, plot, area, (curve) => end(curve, valueAt), y)];
}

type ValueAt = (row: EpochRow, part: Part) => number | undefined;

function end({ history, part }: Curve, valueAt: ValueAt): number | undefined {
  for (let i = history.length - 1; i >= 0; i--) {
    const row = history[i];
    const value = row === undefined ? undefined : valueAt(row, part);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The names at the right, moved apart where lines end close together. */
function names({ curves, theme }: CurvePanel, plot: Area, area: Area, last: (curve: Curve) => number | undefined, y: (value: number) => number): readonly Markup[] {
  const ends = curves.flatMap((curve) => {
    const value = curve.named ? last(curve) : undefined;
    return value === undefined ? [] : [{ curve, at: y(value) }];
  });
  const low = plot.y + 4;
  const places = apart(ends.map(({ at }) => Number(rounded(at))), gap, low, plot.y + plot.height - 4);
  const left = plot.x + plot.width + 10;
  const { muted, ink } = colours(theme);
  return ends.flatMap(({ curve }, i) => {
    const at = { y: places[i] ?? low, vertical: "middle" } as const;
    if (!curve.dotted) return [label(curve.name, { ...at, x: left, width: area.x + area.width - left, fill: curve.part === "training" ? muted : curve.colour })];
    return [element("circle", { cx: left + 4, cy: at.y, r: 4, fill: curve.colour }), label(curve.name, { ...at, x: left + 11, width: area.x + area.width - left - 11, fill: ink })];
  });
}
