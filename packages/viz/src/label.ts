import { element } from "./svg.ts";
import type { Markup } from "./svg.ts";
import { fitText } from "./text.ts";
import type { Weight } from "./text.ts";

/** Where and how a line of text stands. */
export interface LabelPlace {
  readonly x: number;
  /** Of the baseline, or of the middle of a capital letter. */
  readonly y: number;
  readonly fill: string;
  /** Default 12. */
  readonly size?: number;
  readonly weight?: Weight;
  /** Which end of the text is at x (at y when it is turned). */
  readonly anchor?: "start" | "middle" | "end";
  readonly vertical?: "baseline" | "middle";
  /** Turned to read from bottom to top. */
  readonly turned?: boolean;
  /** Cut to this width; the whole then is a tooltip. */
  readonly width?: number;
}

/** Height of a capital over the font size, in the fonts asked for. */
const capital = 0.72;

/** A line of text. */
export function label(text: string, place: LabelPlace): Markup {
  const { size = 12, weight = "regular", anchor = "start", vertical = "baseline", turned = false } = place;
  const shown = place.width === undefined ? text : fitText(text, size, place.width, weight);
  const down = vertical === "middle" ? (size * capital) / 2 : 0;
  const x = turned ? place.x + down : place.x;
  const y = turned ? place.y : place.y + down;
  return element(
    "text",
    {
      x,
      y,
      "font-size": size,
      "font-weight": weight === "bold" ? 700 : undefined,
      "text-anchor": anchor === "start" ? undefined : anchor,
      transform: turned ? `rotate(-90 ${Math.round(x * 100) / 100} ${Math.round(y * 100) / 100})` : undefined,
      fill: place.fill,
    },
    shown.endsWith("…") && shown !== text ? [element("title", {}, [text]), shown] : [shown],
  );
}
