import { advances } from "./advances.ts";
import { plain } from "./svg.ts";

export type Weight = "regular" | "bold";

/** The fonts asked for, first found first. All but the last have the widths that `textWidth` counts on. */
export const fontFamily = "Arimo, 'Liberation Sans', Arial, Helvetica, 'DejaVu Sans', sans-serif";

const joining = /[\p{Mark}\u200b-\u200d\ufe00-\ufe0f]/u;
const pictures = /\p{Extended_Pictographic}/u;
const square = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{20000}-\u{3fffd}]/u;

/** Widths of characters outside the table, 1/1000 em: an upper estimate by kind. */
function estimate(character: string): number {
  if (joining.test(character)) return 0;
  if (pictures.test(character)) return 1400;
  return square.test(character) ? 1050 : 950;
}

/**
 * How wide text is, in the unit of `size`: an upper bound for common sans-serif fonts, about 10 % over Arial.
 *
 * @param size font size
 */
export function textWidth(text: string, size: number, weight: Weight = "regular"): number {
  const table = advances[weight];
  let thousandths = 0;
  for (const character of plain(text)) thousandths += table.get(character.codePointAt(0) ?? 0) ?? estimate(character);
  return (thousandths * size) / 1000;
}

/** The widest of several texts; 0 of none. */
export function widestText(texts: readonly string[], size: number, weight: Weight = "regular"): number {
  return texts.reduce((widest, text) => Math.max(widest, textWidth(text, size, weight)), 0);
}

const graphemes = (text: string): string[] => Array.from(new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text), ({ segment }) => segment);

/** Text cut to a width, with an ellipsis where something is missing. Cuts between whole characters as a reader sees them. */
export function fitText(text: string, size: number, width: number, weight: Weight = "regular"): string {
  const line = plain(text);
  if (textWidth(line, size, weight) <= width) return line;
  let kept = "";
  for (const grapheme of graphemes(line)) {
    if (textWidth(`${kept}${grapheme}…`, size, weight) > width) break;
    kept += grapheme;
  }
  return `${kept.trimEnd()}…`;
}

/** Text broken at spaces into lines of a width, at most `lines` of them; what is left over ends in an ellipsis. */
export function wrapText(text: string, size: number, width: number, lines: number, weight: Weight = "regular"): readonly string[] {
  const words = plain(text).trim().split(" ");
  const found: string[] = [];
  let line = "";
  while (words.length > 0 && found.length < lines - 1) {
    const word = words[0] ?? "";
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && textWidth(longer, size, weight) > width) {
      found.push(fitText(line, size, width, weight));
      line = "";
    } else {
      line = longer;
      words.shift();
    }
  }
  const rest = [line, ...words].filter((part) => part !== "").join(" ");
  return rest === "" ? found : [...found, fitText(rest, size, width, weight)];
}
