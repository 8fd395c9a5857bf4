import { figure, heading, margin } from "./figure.ts";
import { counted, listed } from "./format.ts";
import { colourBar, heatPixels, largestSize, resized, scaleOf } from "./heat.ts";
import type { HeatMap } from "./heat.ts";
import { label } from "./label.ts";
import { cross } from "./mark.ts";
import { sizesOf } from "./number-array.ts";
import type { NumberArray } from "./number-array.ts";
import { check, settings } from "./options.ts";
import type { FigureOptions } from "./options.ts";
import { picture } from "./picture.ts";
import { element } from "./svg.ts";
import type { Markup } from "./svg.ts";
import { colours } from "./theme.ts";

/** What a node made of one image. */
export interface NodeMaps {
  readonly node: string;
  /** `[H, W, C]`. */
  readonly maps: NumberArray;
}

/** How feature maps are drawn. */
export interface FeatureMapsOptions extends FigureOptions {
  /** Each map to its own largest value (default), or all maps of a node to the largest among them. */
  readonly scale?: "each" | "node";
  /** Most maps of a node that are drawn; default 64. */
  readonly limit?: number;
  /** Pixels of the figure that the longer side of a map gets; default 52. */
  readonly side?: number;
}

const defaults: Required<FeatureMapsOptions> = { title: "Feature maps", theme: "light", width: 760, scale: "each", limit: 64, side: 52 };
const name = "featureMaps";
const gap = 5;
const numberRoom = 13;
const captionRoom = 24;

interface Stack {
  readonly node: string;
  readonly said: string;
  readonly drawn: readonly HeatMap[];
  readonly dead: readonly boolean[];
  readonly scale: "sequential" | "diverging";
  readonly most: number;
}

/**
 * What the nodes of a network made of one image: for each a grid of its maps, near-white where nothing was found. A map that is 0
 * everywhere is dead for this image and has a cross.
 *
 * @returns an SVG document
 */
export function featureMaps(nodes: readonly NodeMaps[], options: FeatureMapsOptions = {}): string {
  const chosen = settings(name, options, defaults);
  check(nodes.length > 0, name, "there must be a node to draw. Received none.");
  check(chosen.scale === "each" || chosen.scale === "node", name, `scale must be each or node. Received "${chosen.scale}".`);
  check(Number.isInteger(chosen.limit) && chosen.limit > 0, name, `limit must be a whole number above zero. Received ${chosen.limit}.`);
  check(chosen.side >= 16 && chosen.side <= 600, name, `side must lie in 16 … 600 pixels. Received ${chosen.side}.`);
  const stacks = nodes.map((one) => stackOf(one, chosen));
  const palette = colours(chosen.theme);
  const deaths = stacks.some(({ dead }) => dead.includes(true));
  const told = chosen.scale === "each" ? "Each map has a scale of its own." : "All maps of a node have one scale.";
  const { marks: above, bottom } = heading(chosen, `${told}${deaths ? " A cross marks a map that is 0 everywhere." : ""}`, chosen.width);
  const room = chosen.width - 2 * margin;
  let y = bottom + 2;
  const marks = stacks.flatMap(({ node, said, drawn, dead, scale, most }): readonly Markup[] => {
    const { height = 1, width = 1 } = drawn[0] ?? {};
    const zoom = chosen.side / Math.max(height, width);
    const size = { width: Math.min(room, width * zoom), height: height * zoom };
    const step = { x: Math.max(size.width, 22) + gap, y: size.height + numberRoom + 3 };
    const perRow = Math.max(1, Math.floor((room + gap) / step.x));
    const top = y + captionRoom;
    y = top + Math.ceil(drawn.length / perRow) * step.y + 10;
    return [
      label(`${node}: ${said}`, { x: margin, y: top - 9, weight: "bold", width: room, fill: palette.ink }),
      ...drawn.flatMap((map, i) => {
        const at = { x: margin + (i % perRow) * step.x, y: top + Math.floor(i / perRow) * step.y };
        const full = chosen.scale === "node" ? most : largestSize(map.values);
        return [
          picture(heatPixels(map, full, scale), { ...at, ...size }),
          element("rect", { ...at, ...size, fill: "none", stroke: palette.axis, "stroke-width": 0.5 }),
          ...(dead[i] === true ? [cross(at.x + size.width / 2 - 4.5, at.y + size.height / 2, "#c8450b")] : []),
          label(`${i}`, { x: at.x + size.width / 2, y: at.y + size.height + 10, size: 9, anchor: "middle", fill: palette.muted }),
        ];
      }),
    ];
  });
  const scales = [...new Set(stacks.map(({ scale }) => scale))];
  const bars = scales.flatMap((scale, i) => {
    const only = chosen.scale === "node" && stacks.length === 1 ? stacks[0]?.most : undefined;
    return colourBar(scale, only, margin, y + 8 + i * 18, chosen.theme);
  });
  const description = `${counted(nodes.length, "node")}: ${listed(stacks.map(({ node, said }) => `${node} ${said}`))}.`;
  return figure({ width: Math.max(chosen.width, 300), height: y + scales.length * 18 + margin, name: "Feature maps", description }, chosen, [...above, ...marks, ...bars]);
}

function stackOf({ node, maps }: NodeMaps, { limit, side }: Required<FeatureMapsOptions>): Stack {
  const [height = 0, width = 0, channels = 0] = sizesOf(name, `maps of ${node}`, maps, ["H", "W", "C"], 3);
  const count = Math.min(channels, limit);
  const all = Array.from({ length: channels }, (_, channel): HeatMap => ({ height, width, values: Float64Array.from({ length: height * width }, (__, i) => maps.data[i * channels + channel] ?? 0) }));
  const dead = all.map(({ values }) => Array.from(values).every((value) => value === 0));
  const deaths = dead.filter(Boolean).length;
  const said = [`${height}×${width}×${channels}`, ...(count < channels ? [`the first ${count} of ${channels} maps`] : []), ...(deaths > 0 ? [`${deaths} of ${channels} dead`] : [])].join(", ");
  // More pixels than a screen shows would only make the figure heavy.
  const [high, wide] = Math.max(height, width) > 2 * side ? [Math.max(1, Math.round((2 * side * height) / Math.max(height, width))), Math.max(1, Math.round((2 * side * width) / Math.max(height, width)))] : [height, width];
  const drawn = all.slice(0, count).map((map) => (high === height && wide === width ? map : resized(map, high, wide)));
  return { node, said, drawn, dead, scale: scaleOf(maps.data), most: largestSize(maps.data) };
}
