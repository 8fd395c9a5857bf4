import { compact, counted, listed, signed } from "./format.ts";
import { label } from "./label.ts";
import { namePlaces } from "./label-places.ts";
import { check, settings } from "./options.ts";
import type { Area } from "./picture.ts";
import { element } from "./svg.ts";
import type { Attributes, Markup } from "./svg.ts";
import { fitText, textWidth } from "./text.ts";
import { colours, seriesStyle } from "./theme.ts";
import type { Colours } from "./theme.ts";
import { xyDefaults, xyPlot } from "./xy-plot.ts";
import type { Place, Point, XyOptions } from "./xy-plot.ts";

/** A model among others. */
export interface Bubble {
  readonly name: string;
  /** Multiply-accumulates for one image. */
  readonly macs: number;
  /** Share of images that it gets right, 0 … 1. */
  readonly accuracy: number;
  readonly params: number;
  /** Models of one family have one colour. */
  readonly family?: string;
}

export type BubblesOptions = Omit<XyOptions, "yScale">;

const name = "bubbles";
const largest = 26;
const smallest = 2.5;
const mostName = 130;

/**
 * What models cost and what they are worth: MACs across, accuracy up, and the area of each bubble its parameters. Where it
 * is too crowded for a name, the bubble's tooltip has it.
 *
 * @returns an SVG document
 */
export function bubbles(models: readonly Bubble[], options: BubblesOptions = {}): string {
  const { yScale, ...rest } = xyDefaults;
  const defaults = { ...rest, title: "Accuracy against cost", xScale: "log" as const, xLabel: "GMACs per image", yLabel: "accuracy, %" };
  const chosen = { ...settings<Required<Omit<XyOptions, "yScale">>>(name, options, defaults), yScale };
  check(models.length > 0, name, "there must be a model to draw. Received none.");
  for (const { name: of, macs, accuracy, params } of models) {
    check(macs > 0 && Number.isFinite(macs) && params > 0 && Number.isFinite(params), name, `macs and params must be above zero. Received ${macs} and ${params} of "${of}".`);
    check(accuracy >= 0 && accuracy <= 1, name, `accuracy must be a share in 0 … 1. Received ${accuracy} of "${of}".`);
  }
  const palette = colours(chosen.theme);
  const families = [...new Set(models.map(({ family }) => family ?? ""))];
  const most = Math.max(...models.map(({ params }) => params));
  const radius = (params: number): number => Math.max(smallest, largest * Math.sqrt(params / most));
  const paintOf = ({ family = "" }: Bubble): Attributes => familyPaint(families.indexOf(family), palette);
  const places = models.map(({ macs, accuracy }): Point => [macs / 1e9, accuracy * 100]);
  const draw = (place: Place, area: Area): readonly Markup[] => {
    const circles = models.flatMap((model, i) => {
      const at = place(places[i] ?? [0, 0]);
      return at === undefined ? [] : [{ model, x: at[0], y: at[1], r: radius(model.params), width: Math.min(mostName, textWidth(model.name, 11)), height: 12 }];
    });
    const named = namePlaces(circles, area);
    // The largest lie at the back.
    const order = circles.map((_, i) => i).sort((a, b) => (circles[b]?.r ?? 0) - (circles[a]?.r ?? 0));
    const drawn = order.flatMap((i) => {
      const circle = circles[i];
      if (circle === undefined) return [];
      const { model, x, y, r } = circle;
      const said = `${model.name}: ${compact(model.params)} parameters, ${compact(model.macs)} MACs, ${signed(model.accuracy * 100)} %`;
      return [element("circle", { cx: x, cy: y, r, ...paintOf(model) }, [element("title", {}, [said])])];
    });
    const names = circles.flatMap(({ model, x, y, r }, i): readonly Markup[] => {
      const found = named[i];
      if (found === undefined) return [];
      const { box, far } = found;
      const text = label(fitText(model.name, 11, mostName), { x: box.x, y: box.y + 9.5, size: 11, fill: palette.ink });
      const [nearX, nearY] = [Math.max(box.x, Math.min(x, box.x + box.width)), Math.max(box.y, Math.min(y, box.y + box.height))];
      const way = Math.hypot(nearX - x, nearY - y) || 1;
      return far ? [element("line", { x1: x + ((nearX - x) * r) / way, y1: y + ((nearY - y) * r) / way, x2: nearX, y2: nearY, stroke: palette.axis, "stroke-width": 0.7 }), text] : [text];
    });
    return [...drawn, ...names];
  };
  const legend = families.length > 1 ? families.map((family, i) => ({ name: family === "" ? "others" : family, colour: "", dash: undefined, mark: disc(familyPaint(i, palette)) })) : [];
  const sorted = models.toSorted((a, b) => b.accuracy - a.accuracy);
  const description = `${counted(models.length, "model")} from the most accurate: ${listed(sorted.map((model) => `${model.name} with ${signed(model.accuracy * 100)} %, ${compact(model.macs)} MACs and ${compact(model.params)} parameters`))}.`;
  const note = chosen.note === "" ? `The area of a bubble is the number of parameters; the largest has ${compact(most)}.` : chosen.note;
  return xyPlot({ name, description, points: roomAround(places, chosen.xScale === "log"), height: Math.min(440, chosen.width), legend, draw }, { ...chosen, note });
}

const disc = (paint: Attributes) => (cx: number, cy: number): Markup => element("circle", { cx, cy, r: 5, ...paint });

/** Six colours, each as a disc, as a ring and as a broken ring, so that no two of 18 families look alike. */
function familyPaint(index: number, palette: Colours): Attributes {
  const { colour } = seriesStyle(palette, index);
  const way = Math.floor(index / 6) % 3;
  return { fill: colour, "fill-opacity": way === 0 ? 0.45 : 0.08, stroke: colour, "stroke-width": 1.5, "stroke-dasharray": way === 2 ? "2.5 1.5" : undefined };
}

/** The points and, beyond them, corners for the bubbles' size and their names. */
function roomAround(points: readonly Point[], logarithmic: boolean): readonly Point[] {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const up = Math.max(0.5, (high - low) * 0.12);
  const aside = logarithmic ? (right / left) ** 0.1 : (right - left) * 0.1;
  return [...points, logarithmic ? [left / aside, low - up] : [left - aside, low - up], logarithmic ? [right * aside, high + up] : [right + aside, high + up]];
}
