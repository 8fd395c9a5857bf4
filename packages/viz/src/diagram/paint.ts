import { formatShape } from "@convscope/core";
import { label } from "../label.ts";
import { element, path } from "../svg.ts";
import type { Markup } from "../svg.ts";
import { textWidth } from "../text.ts";
import type { Colours } from "../theme.ts";
import type { Placed, Point } from "./arranged.ts";
import { families } from "./family.ts";
import { cellText, frameText, frameTitle, noteGap, shapeText, timesText } from "./measure.ts";
import type { Direction } from "./measure.ts";
import type { Cell, Frame } from "./region.ts";

/** A rectangle of the figure, pixels. */
interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const corner = 6;
const arrowhead = 5;

/** The points of a line without those between two others in a straight row, and without repetitions. */
function cornersOf(points: readonly Point[]): readonly Point[] {
  const apart = points.filter(([x, y], i) => i === 0 || Math.abs(x - (points[i - 1]?.[0] ?? x)) + Math.abs(y - (points[i - 1]?.[1] ?? y)) > 0.01);
  return apart.filter(([x, y], i) => {
    const [before, after] = [apart[i - 1], apart[i + 1]];
    return before === undefined || after === undefined || Math.abs((x - before[0]) * (after[1] - y) - (y - before[1]) * (after[0] - x)) > 0.01;
  });
}

/** A bent line with round corners. */
function rounded(points: readonly Point[]): string {
  const [first, ...rest] = cornersOf(points);
  if (first === undefined) return "";
  let drawn = path([first]);
  rest.forEach((point, i) => {
    const [before, after] = [i === 0 ? first : (rest[i - 1] ?? first), rest[i + 1]];
    if (after === undefined) return void (drawn += `L${path([point]).slice(1)}`);
    const towards = (other: Point): Point => {
      const far = Math.hypot(other[0] - point[0], other[1] - point[1]);
      const share = Math.min(corner, far / 2) / far;
      return [point[0] + (other[0] - point[0]) * share, point[1] + (other[1] - point[1]) * share];
    };
    drawn += `L${path([towards(before)]).slice(1)}Q${path([point]).slice(1)} ${path([towards(after)]).slice(1)}`;
  });
  return drawn;
}

function head(points: readonly Point[]): string {
  const [tip, before] = [points[points.length - 1], points[points.length - 2]];
  if (tip === undefined || before === undefined) return "";
  const far = Math.hypot(tip[0] - before[0], tip[1] - before[1]);
  const [along, across] = [(tip[0] - before[0]) / far, (tip[1] - before[1]) / far];
  const base = (side: number): Point => [tip[0] - along * arrowhead - across * side, tip[1] - across * arrowhead + along * side];
  return path([tip, base(3), base(-3)], true);
}

/** Draws what has been placed. `at` turns places of the flow into places of the figure. */
export function paint({ lines, items }: Placed, direction: Direction, at: (point: Point) => Point, palette: Colours): readonly Markup[] {
  const frames: Markup[] = [];
  const cells: Markup[] = [];
  for (const { item, across, along, box } of items) {
    const [x, y] = at([across - box.before, along]);
    const wide = box.before + box.after;
    const area: Area = direction === "down" ? { x, y, width: wide, height: box.length } : { x, y, width: box.length, height: wide };
    const [enterX] = at([across, along]);
    if (item.kind === "frame") frames.push(...frameMarks(item, area, direction === "down" ? enterX : undefined, palette));
    else cells.push(cellMarks(item, area, palette));
    if (item.labelled) {
      const [endX, endY] = at([across, along + box.length]);
      const place = direction === "down" ? { x: endX + shapeText.side, y: endY + 10 } : { x: endX + shapeText.side, y: endY - 4 };
      cells.push(label(formatShape(item.shape), { ...place, size: shapeText.size, fill: palette.muted }));
    }
  }
  const drawn = lines.map(({ points, arrow }) => ({ points: points.map(at), arrow }));
  const edges = drawn.map(({ points }) => element("path", { class: "edge", d: rounded(points), fill: "none", stroke: palette.muted, "stroke-width": 1.2 }));
  const heads = drawn.filter(({ arrow }) => arrow).map(({ points }) => head(cornersOf(points)));
  return [...frames, ...edges, ...(heads.length === 0 ? [] : [element("path", { d: heads.join(""), fill: palette.muted })]), ...cells];
}

/** A frame and what is written at its top: the title before the line of values and the note after it, or at the two ends. */
function frameMarks(frame: Frame, { x, y, width, height }: Area, line: number | undefined, palette: Colours): readonly Markup[] {
  const { size, side } = frameText;
  const room = line === undefined ? width - 2 * side : line - x - side;
  const title = frameTitle(frame);
  return [
    element("g", { class: "group", "data-group": frame.title, "data-times": frame.times }, [
      element("title", {}, [`${title}, ${frame.note}, ${formatShape(frame.shape)}`]),
      element("rect", { class: "frame", x, y, width, height, rx: 7, fill: palette.faint, "fill-opacity": 0.45, stroke: palette.axis, "stroke-width": 1, "stroke-dasharray": frame.times > 1 ? undefined : "4 3" }),
      label(title, { x: x + side - 3, y: y + 15, size, weight: "bold", width: Math.max(room, 20), fill: palette.ink }),
      ...(frame.note === "" ? [] : [label(frame.note, { x: x + width - side + 3, y: y + 15, size: cellText.noteSize, anchor: "end", fill: palette.muted })]),
    ]),
  ];
}

/** A cell: a row for each of its nodes, in the colour of its family, which a stripe shows too. */
function cellMarks({ rows, times, about }: Cell, area: Area, palette: Colours): Markup {
  const { size, noteSize, side, single } = cellText;
  const height = area.height / rows.length;
  const again = timesText(times);
  const right = area.x + area.width - side;
  return element("g", {}, [
    element("title", {}, [about]),
    ...rows.map(({ name, text, note, family }, i) => {
      const y = area.y + i * height;
      const colour = palette[families[family].colour];
      const width = textWidth(text, size);
      const room = area.width - 2 * side - (again === "" ? 0 : textWidth(again, size, "bold") + 8);
      const free = room - width - noteGap;
      // Only in a box that is as wide as boxes get, a note is cut.
      const noted = note !== "" && free >= (area.width >= cellText.most ? 16 : textWidth(note, noteSize));
      const centred = !noted && again === "" && rows.length === 1;
      const middle = y + height / 2;
      return element("g", { class: "node", "data-node": name, "data-family": family }, [
        element("rect", { class: "node", x: area.x, y, width: area.width, height, rx: rows.length === 1 ? 4 : 2, fill: palette.surface }),
        element("rect", { x: area.x, y, width: area.width, height, rx: rows.length === 1 ? 4 : 2, fill: colour, "fill-opacity": 0.16, stroke: colour, "stroke-width": i === 0 || height === single ? 1.2 : 0.6 }),
        element("rect", { x: area.x, y, width: 4, height, fill: colour }),
        label(text, { x: centred ? area.x + area.width / 2 : area.x + side, y: middle, size, anchor: centred ? "middle" : "start", vertical: "middle", width: room, fill: palette.ink }),
        ...(noted ? [label(note, { x: right, y: middle, size: noteSize, anchor: "end", vertical: "middle", width: free, fill: palette.muted })] : []),
        ...(again !== "" && i === 0 ? [label(again, { x: right, y: middle, size, weight: "bold", anchor: "end", vertical: "middle", fill: palette.ink })] : []),
      ]);
    }),
  ]);
}
