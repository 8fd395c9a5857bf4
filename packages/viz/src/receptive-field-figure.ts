import { inferShapes, inputsSeen, receptiveFields } from "@convscope/core";
import type { Graph } from "@convscope/core";
import { figure, heading, margin } from "./figure.ts";
import { listed } from "./format.ts";
import { colourBar, heatPixels, largestSize, resized, scaleOf } from "./heat.ts";
import { label } from "./label.ts";
import { lineLegend } from "./legend.ts";
import { sizesOf } from "./number-array.ts";
import type { NumberArray } from "./number-array.ts";
import { check, settings } from "./options.ts";
import type { FigureOptions } from "./options.ts";
import { onePicture, picture } from "./picture.ts";
import type { Area } from "./picture.ts";
import type { Pixels } from "./png-data.ts";
import { element } from "./svg.ts";
import type { Markup } from "./svg.ts";
import { colours } from "./theme.ts";

/** A node and one of its units. */
export interface FieldUnit {
  readonly node: string;
  /** Row and column, counted from 0; the middle of the map if left out. */
  readonly unit?: readonly [row: number, column: number];
}

/** What units of a network see of an image. */
export interface FieldData {
  readonly graph: Graph;
  readonly units: readonly FieldUnit[];
  /** Which graph input is looked at; the first if left out. */
  readonly input?: string;
  /** The image the field lies on, `[H, W, C]`; plain ground if left out. */
  readonly image?: { readonly image: Uint8Array; readonly shape: readonly number[] };
  /** How much each place of the input moves the last of the units, `[H, W]`; of another size it is enlarged. */
  readonly effective?: NumberArray;
}

export type ReceptiveFieldOptions = FigureOptions;

const defaults: Required<ReceptiveFieldOptions> = { title: "Receptive field", theme: "light", width: 760 };
const name = "receptiveFieldFigure";

/** Seen on any picture, above a dark line. */
const strokes = ["#ffd23f", "#4de1ff", "#ff6ad5", "#ffffff"] as const;
const dashes = [undefined, "6 3", "2 3"] as const;
const around = "#101418";
const titleRoom = 20;

interface Seen {
  readonly said: string;
  /** In places of the input, none where the unit sees nothing. */
  readonly box: Area | undefined;
}

/**
 * What units see of the input, as boxes over an image: exact, walked back window by window. With a map of what really moves the last
 * unit, that one beside it.
 *
 * @returns an SVG document
 */
export function receptiveFieldFigure(data: FieldData, options: ReceptiveFieldOptions = {}): string {
  const chosen = settings(name, options, defaults);
  const { graph, units, image, effective } = data;
  check(units.length > 0, name, "there must be a unit whose field is drawn. Received none.");
  const input = data.input ?? Object.keys(graph.inputs)[0] ?? "";
  const shapes = inferShapes(graph);
  const [height = 0, width = 0] = shapes.get(input) ?? [];
  check((shapes.get(input) ?? []).length === 3, name, `the input must be an image, [H, W, C]. Received "${input}" of ${graph.name} with [${(shapes.get(input) ?? []).join(", ")}].`);
  const ground = image === undefined ? plainGround(height, width) : pixelsOf(image, height, width);
  const seen = units.map((unit) => seenBy(data, input, shapes.get(unit.node) ?? [], unit));
  const [rows = 0, columns = 0] = effective === undefined ? [] : sizesOf(name, "effective", effective, ["H", "W"], 2);
  const map = effective === undefined ? undefined : resized({ height: rows, width: columns, values: effective.data }, height, width);

  const palette = colours(chosen.theme);
  const gap = 24;
  const panels = map === undefined ? 1 : 2;
  const scale = Math.min((chosen.width - 2 * margin - (panels - 1) * gap) / panels, 330) / Math.max(height, width);
  const size = { width: width * scale, height: height * scale };
  const figureWidth = Math.max(2 * margin + panels * size.width + (panels - 1) * gap, Math.min(chosen.width, 460));
  const subtitle = `${graph.name}, input ${height}×${width}`;
  const { marks: above, bottom } = heading(chosen, subtitle, figureWidth);
  const top = bottom + (panels === 1 ? 2 : titleRoom);
  const areas = Array.from({ length: panels }, (_, i): Area => ({ x: margin + i * (size.width + gap), y: top, ...size }));
  const pictures: readonly (readonly [string, Pixels])[] = [["What the units can see", ground], ...(map === undefined ? [] : [[`What moves ${units.at(-1)?.node ?? ""}`, heatPixels(map, largestSize(map.values), scaleOf(map.values))] as const])];
  const marks = pictures.flatMap(([title, pixels], i) => {
    const area = areas[i] ?? { x: 0, y: 0, width: 0, height: 0 };
    // The map belongs to the last unit alone.
    const shown = i === 0 ? seen.map(({ box }, k) => ({ box, k })) : seen.map(({ box }, k) => ({ box, k })).slice(-1);
    return [
      ...(panels === 1 ? [] : [label(title, { x: area.x, y: area.y - 7, weight: "bold", width: area.width, fill: palette.ink })]),
      picture(pixels, area),
      element("rect", { ...area, fill: "none", stroke: palette.axis, "stroke-width": 0.5 }),
      ...shown.flatMap(({ box, k }) => (box === undefined ? [] : boxMarks({ x: area.x + box.x * scale, y: area.y + box.y * scale, width: box.width * scale, height: box.height * scale }, k))),
    ];
  });
  const legend = lineLegend(
    seen.map(({ said }, k) => ({ name: said, colour: "", dash: undefined, mark: (x, y) => element("g", {}, boxMarks({ x: x - 8, y: y - 5, width: 16, height: 10 }, k)) })),
    chosen.theme, margin, top + size.height + 10, figureWidth - 2 * margin, figureWidth,
  );
  const end = top + size.height + 10 + legend.height;
  const bar = map === undefined ? [] : [...colourBar(scaleOf(map.values), largestSize(map.values), margin, end + 14, chosen.theme)];
  const description = `What units of ${graph.name} see of an input of ${height}×${width}: ${listed(seen.map(({ said, box }) => `${said}${box === undefined ? "" : `, rows ${box.y} to ${box.y + box.height - 1} and columns ${box.x} to ${box.x + box.width - 1}`}`))}.${map === undefined ? "" : " A map shows how much each place moves the last of them."}`;
  return figure({ width: figureWidth, height: end + (map === undefined ? 0 : 24) + margin, name: "Receptive field", description }, chosen, [...above, ...marks, ...legend.marks, ...bar]);
}

/** The exact box of a unit, and the size that the field has without the image's borders. */
function seenBy({ graph }: FieldData, input: string, shape: readonly number[], { node, unit }: FieldUnit): Seen {
  const sides = shape.slice(0, -1);
  const place = sides.length === 2 ? (unit ?? sides.map((side) => Math.floor(side / 2))) : (unit ?? sides.map(() => 0));
  const ranges = inputsSeen(graph, node, place, { input });
  const field = receptiveFields(graph, { input }).fields.get(node);
  const at = sides.length === 2 ? ` at ${place.join(", ")}` : "";
  if (ranges === "nothing") return { said: `${node}${at}: nothing`, box: undefined };
  const [down, right] = [ranges[0] ?? { from: 0, to: 0 }, ranges[1] ?? { from: 0, to: 0 }];
  const box = { x: right.from, y: down.from, width: right.to - right.from + 1, height: down.to - down.from + 1 };
  const whole = typeof field === "string" ? "the whole input" : (field ?? []).map(({ size }) => Math.ceil(size - 1e-9)).join("×");
  const inside = `${box.height}×${box.width}`;
  return { said: `${node}${at}: ${whole}${whole === inside || typeof field === "string" ? "" : `, ${inside} within the image`}`, box };
}

function boxMarks(area: Area, index: number): readonly Markup[] {
  const dash = dashes[Math.floor(index / strokes.length) % dashes.length];
  const rect = (stroke: string, width: number, broken?: string): Markup => element("rect", { ...area, fill: "none", stroke, "stroke-width": width, "stroke-dasharray": broken });
  return [rect(around, 3.5), rect(strokes[index % strokes.length] ?? strokes[0], 1.5, dash)];
}

const plainGround = (height: number, width: number): Pixels => ({ height, width, channels: 1, data: new Uint8Array(height * width).fill(150) });

function pixelsOf(image: NonNullable<FieldData["image"]>, height: number, width: number): Pixels {
  const found = onePicture(name, image);
  check(found.height === height && found.width === width, name, `the image must be as large as the input, ${height}×${width}. Received ${found.height}×${found.width}.`);
  return found;
}
