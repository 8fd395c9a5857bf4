import { formatShape, rulesOf } from "@convscope/core";
import type { AxisWindow, Shape } from "@convscope/core";
import { label } from "../label.ts";
import { element, path } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { textWidth, widestText, wrapText } from "../text.ts";
import type { Colours } from "../theme.ts";
import type { Point } from "./arranged.ts";
import { families } from "./family.ts";
import type { Stage } from "./path.ts";

/** Sizes of text and distances, pixels. */
const text = { size: 10, line: 13, room: 92, lines: 3 } as const;
const between = { columns: 22, rows: 26 } as const;

/** How long an axis of n is drawn: longer axes are longer, but 224 is no 224 times 1. */
const side = (n: number): number => 6 + 10.5 * Math.log2(Math.max(1, n));
const thickness = (channels: number): number => 3 + 4.5 * Math.log2(Math.max(1, channels));
/** Depth goes right and up. */
const slant = { right: 0.72, up: 0.48 } as const;

/** A value as a body: its front, and how far it goes back. */
interface Body {
  readonly width: number;
  readonly height: number;
  readonly right: number;
  readonly up: number;
}

function bodyOf(shape: Shape): Body {
  if (shape.length < 2) return { width: 9, height: side(shape[0] ?? 1), right: 0, up: 0 };
  const channels = shape[shape.length - 1] ?? 1;
  const [height, width] = shape.length === 2 ? [side(shape[0] ?? 1), 6] : [side(shape[shape.length - 3] ?? 1), side(shape[shape.length - 2] ?? 1)];
  const deep = thickness(channels);
  return { width, height, right: deep * slant.right, up: deep * slant.up };
}

interface Column {
  readonly stage: Stage;
  readonly body: Body;
  readonly lines: readonly string[];
  readonly width: number;
}

interface Place {
  readonly column: Column;
  /** The upper left corner of the front. */
  readonly x: number;
  readonly y: number;
  /** The middle of the row, and whether it begins the row. */
  readonly middle: number;
  readonly first: boolean;
  readonly last: boolean;
}

/** The stages of a network as bodies in rows. */
export interface Volumes {
  readonly width: number;
  readonly height: number;
  draw(left: number, top: number, palette: Colours): readonly Markup[];
}

/** @param room of the figure, pixels; rows are no wider unless one body is */
export function volumes(stages: readonly Stage[], room: number): Volumes {
  const columns = stages.map((stage): Column => {
    const body = bodyOf(stage.shape);
    const lines = wrapText(stage.text, text.size, text.room, text.lines);
    const named = Math.max(textWidth(formatShape(stage.shape), text.size, "bold"), widestText(lines, text.size));
    return { stage, body, lines, width: Math.max(body.width + body.right, named) };
  });
  const rows: Column[][] = [];
  let used = Infinity;
  for (const column of columns) {
    // Behind a row's last body there is room for the arrow that says that it goes on.
    if (used + 2 * between.columns + column.width > room) {
      rows.push([]);
      used = between.columns;
    } else used += between.columns;
    rows[rows.length - 1]?.push(column);
    used += column.width;
  }
  const places: Place[] = [];
  let y = 0;
  let width = 0;
  for (const row of rows) {
    const tall = Math.max(...row.map(({ body }) => body.height + body.up));
    const middle = y + tall / 2;
    let x = between.columns;
    row.forEach((column, i) => {
      const { body } = column;
      const left = x + (column.width - body.width - body.right) / 2;
      places.push({ column, x: left, y: middle - (body.height + body.up) / 2 + body.up, middle, first: i === 0, last: i === row.length - 1 });
      x += column.width + between.columns;
    });
    width = Math.max(width, x);
    y += tall + 6 + text.line * (1 + Math.max(...row.map(({ lines }) => lines.length))) + between.rows;
  }
  const bottoms = rows.map((row) => Math.max(...row.map(({ body }) => body.height + body.up)) / 2 + 6);
  const draw = (left: number, top: number, palette: Colours): readonly Markup[] => {
    let row = -1;
    const bodies: Markup[] = [];
    const windows: Markup[] = [];
    places.forEach((found, i) => {
      if (found.first) row++;
      const place: Place = { ...found, x: found.x + left, y: found.y + top, middle: found.middle + top };
      bodies.push(bodyMarks(place, place.middle + (bottoms[row] ?? 0), palette));
      const next = places[i + 1];
      if (next !== undefined && !found.last) windows.push(...linkMarks(place, { ...next, x: next.x + left, y: next.y + top, middle: next.middle + top }, palette));
      // A row that goes on in the next one, and one that goes on from the one before.
      const { x, column } = place;
      const start = x - (column.width - column.body.width - column.body.right) / 2;
      if (next !== undefined && found.last) windows.push(...arrow([start + column.width + 4, place.middle], [start + column.width + between.columns - 6, place.middle], palette.muted));
      if (i > 0 && found.first) windows.push(...arrow([start - between.columns + 4, place.middle], [start - 4, place.middle], palette.muted));
    });
    return [...bodies, ...windows];
  };
  return { width, height: y - between.rows, draw };
}

function bodyMarks({ column: { stage, body, lines, width: room }, x, y, middle }: Place, bottom: number, palette: Colours): Markup {
  const { width, height, right, up } = body;
  const colour = palette[families[stage.family].colour];
  const look = { fill: colour, stroke: colour, "stroke-width": 1, "stroke-linejoin": "round" } as const;
  const centre = x + (width + right) / 2;
  return element("g", { class: "node", "data-node": stage.name, "data-family": stage.family }, [
    element("title", {}, [`${stage.about}; ${formatShape(stage.shape)}`]),
    element("rect", { class: "node", x: centre - room / 2, y: middle - (height + up) / 2, width: room, height: height + up, fill: palette.surface }),
    ...(right === 0
      ? []
      : [
          element("path", { ...look, d: path([[x, y], [x + right, y - up], [x + width + right, y - up], [x + width, y]], true), "fill-opacity": 0.12 }),
          element("path", { ...look, d: path([[x + width, y], [x + width + right, y - up], [x + width + right, y - up + height], [x + width, y + height]], true), "fill-opacity": 0.38 }),
        ]),
    element("rect", { ...look, x, y, width, height, "fill-opacity": 0.24 }),
    label(formatShape(stage.shape), { x: centre, y: bottom + text.line - 3, size: text.size, weight: "bold", anchor: "middle", fill: palette.ink }),
    ...lines.map((line, i) => label(line, { x: centre, y: bottom + text.line * (i + 2) - 3, size: text.size, anchor: "middle", fill: palette.muted })),
  ]);
}

/** How a value becomes the next: the window that slides over it, lines from all of it, or an arrow. */
function linkMarks(from: Place, to: Place, palette: Colours): readonly Markup[] {
  const { node, family } = to.column.stage;
  const colour = palette[families[family].colour];
  const thin = { fill: "none", stroke: colour, "stroke-width": 0.9 } as const;
  const [body, next] = [from.column.body, to.column.body];
  const window = node === undefined ? undefined : windowOf(node, from.column.stage.shape);
  if (window !== undefined) {
    const [tall, wide] = [Math.max(4, window[0] * body.height), Math.max(4, window[1] * body.width)];
    const [x, y] = [from.x + (body.width - wide) * 0.62, from.y + (body.height - tall) * 0.38];
    const tip: Point = [to.x + Math.min(next.width / 2, 14), to.y + next.height * 0.42];
    return [
      element("rect", { ...thin, x, y, width: wide, height: tall, fill: palette.surface, "fill-opacity": 0.55, "stroke-dasharray": family === "pooling" ? "2.5 2" : undefined }),
      element("path", { ...thin, d: path([[x + wide, y], tip, [x + wide, y + tall]]), "stroke-dasharray": family === "pooling" ? "2.5 2" : undefined }),
      element("circle", { cx: tip[0], cy: tip[1], r: 1.8, fill: colour }),
    ];
  }
  if (family === "dense" && to.column.stage.shape.length === 1) {
    const edge = from.x + body.width + body.right;
    return [element("path", { ...thin, d: `${path([[edge, from.y - body.up], [to.x, to.y]])}${path([[edge, from.y + body.height - body.up], [to.x, to.y + next.height]])}`, "stroke-opacity": 0.7 })];
  }
  const end = from.x + body.width + body.right + 3;
  return arrow([end, from.middle], [Math.max(end + 8, to.x - 3), to.middle], palette.muted);
}

function arrow([x, y]: Point, [toX, toY]: Point, colour: string): readonly Markup[] {
  return [
    element("path", { d: path([[x, y], [toX - 4, toY]]), fill: "none", stroke: colour, "stroke-width": 1.2 }),
    element("path", { d: path([[toX, toY], [toX - 5, toY - 3], [toX - 5, toY + 3]], true), fill: colour }),
  ];
}

/** How large the window that a layer slides over maps is, as shares of their height and width; nothing where it has none. */
function windowOf({ layer }: NonNullable<Stage["node"]>, shape: Shape): readonly [height: number, width: number] | undefined {
  if (shape.length !== 3) return undefined;
  const [window] = rulesOf(layer).windows(layer, [shape]);
  if (typeof window !== "object") return undefined;
  const share = (axis: AxisWindow | undefined, length: number | undefined): number => Math.min(1, (axis?.size ?? 1) / (length ?? 1));
  const found = [share(window[0], shape[0]), share(window[1], shape[1])] as const;
  return found[0] === 1 && found[1] === 1 ? undefined : found;
}
