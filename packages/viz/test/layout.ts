import { textWidth } from "../src/text.ts";

/** Where a piece of a figure lies, pixels. */
export interface Box {
  readonly what: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const unescape = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ({ amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" })[name] ?? "");

const attributes = (head: string): ReadonlyMap<string, string> => new Map(Array.from(head.matchAll(/([\w:-]+)="([^"]*)"/g), ([, key = "", value = ""]) => [key, unescape(value)]));

const number = (of: ReadonlyMap<string, string>, name: string): number => Number(of.get(name) ?? 0);

/** Height of letters above and below the line, over the font size. */
const [ascent, descent] = [0.74, 0.21];

/** The lines of text of a figure as boxes, measured as the figure measured them. */
export function textBoxes(svg: string): readonly Box[] {
  return Array.from(svg.matchAll(/<text([^>]*)>(?:<title>[^<]*<\/title>)?([^<]*)<\/text>/g), ([, head = "", content = ""]) => {
    const of = attributes(head);
    const what = unescape(content);
    const size = number(of, "font-size");
    const width = textWidth(what, size, of.get("font-weight") === "700" ? "bold" : "regular");
    const anchor = of.get("text-anchor") ?? "start";
    const before = anchor === "end" ? width : anchor === "middle" ? width / 2 : 0;
    const [x, y] = [number(of, "x"), number(of, "y")];
    if (of.has("transform")) return { what, left: x - ascent * size, right: x + descent * size, top: y - width + before, bottom: y + before };
    return { what, left: x - before, right: x - before + width, top: y - ascent * size, bottom: y + descent * size };
  });
}

/** Rectangles, pictures, circles and straight lines as boxes. */
function shapeBoxes(svg: string): readonly Box[] {
  return Array.from(svg.matchAll(/<(rect|image|circle|line)([^>]*)>/g), ([, what = "", head = ""]) => {
    const of = attributes(head);
    if (what === "circle") {
      const [x, y, r] = [number(of, "cx"), number(of, "cy"), number(of, "r")];
      return { what, left: x - r, right: x + r, top: y - r, bottom: y + r };
    }
    if (what === "line") {
      const [x1, x2, y1, y2] = [number(of, "x1"), number(of, "x2"), number(of, "y1"), number(of, "y2")];
      return { what, left: Math.min(x1, x2), right: Math.max(x1, x2), top: Math.min(y1, y2), bottom: Math.max(y1, y2) };
    }
    const [x, y] = [number(of, "x"), number(of, "y")];
    return { what, left: x, right: x + number(of, "width"), top: y, bottom: y + number(of, "height") };
  });
}

const meet = (a: Box, b: Box): boolean => a.left < b.right - 0.05 && b.left < a.right - 0.05 && a.top < b.bottom - 0.05 && b.top < a.bottom - 0.05;

const at = ({ what, left, top, right, bottom }: Box): string => `"${what}" (${[left, top, right, bottom].map(Math.round).join(" ")})`;

/** A figure at each of its steps: what is seen together when it moves. */
export function framesOf(svg: string): readonly string[] {
  const groups = Array.from(svg.matchAll(/<g class="convscope-(\d+)-(\d+)-of-(\d+)-in-\d+"[^>]*>\n[\s\S]*?\n<\/g>/g), ([all, from, to, steps]) => ({ all, from: Number(from), to: Number(to), steps: Number(steps) }));
  const steps = groups[0]?.steps ?? 0;
  if (steps === 0) return [svg];
  const still = groups.reduce((left, { all }) => left.replace(all, ""), svg).replace(/<\/svg>\s*$/, "");
  return Array.from({ length: steps }, (_, step) => `${still}${groups.map(({ all, from, to }) => (from <= step && step < to ? all : "")).join("\n")}</svg>`);
}

/** What is wrong with a figure's layout at any of its steps; each sentence once. */
export function layoutProblems(svg: string, options: { readonly onPictures?: boolean } = {}): readonly string[] {
  return [...new Set(framesOf(svg).flatMap((frame) => stillProblems(frame, options)))];
}

/**
 * What is wrong with a figure's layout, one sentence each: text on text, text on a picture, anything outside, markup that is not well formed.
 *
 * @param onPictures true for figures that write on their pictures
 */
function stillProblems(svg: string, { onPictures = false }: { readonly onPictures?: boolean } = {}): readonly string[] {
  const [, width = "0", height = "0"] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? [];
  const texts = textBoxes(svg);
  const shapes = shapeBoxes(svg);
  const outside = [...texts, ...shapes].filter(({ left, top, right, bottom }) => left < -0.05 || top < -0.05 || right > Number(width) + 0.05 || bottom > Number(height) + 0.05);
  const problems = outside.map((box) => `${at(box)} leaves ${width}×${height}.`);
  const sorted = [...texts].sort((a, b) => a.top - b.top);
  sorted.forEach((a, i) => {
    for (let j = i + 1; j < sorted.length; j++) {
      const b = sorted[j];
      if (b === undefined || b.top >= a.bottom) break;
      if (meet(a, b)) problems.push(`${at(a)} meets ${at(b)}.`);
    }
  });
  // The box of a text is the one that holds its middle.
  const boxes = shapes.filter(({ what, left, right }) => (what === "rect" || what === "circle") && right - left < Number(width) - 1);
  for (const text of texts) {
    const [x, y] = [(text.left + text.right) / 2, (text.top + text.bottom) / 2];
    for (const box of boxes) {
      const holds = x > box.left && x < box.right && y > box.top && y < box.bottom;
      if (holds && (text.left < box.left - 0.5 || text.right > box.right + 0.5 || text.top < box.top - 0.5 || text.bottom > box.bottom + 0.5)) problems.push(`${at(text)} leaves its box ${at(box)}.`);
    }
  }
  const pictures = onPictures ? [] : shapes.filter(({ what }) => what === "image");
  for (const box of texts) for (const image of pictures) if (meet(box, image)) problems.push(`${at(box)} lies on a picture.`);
  return [...problems, ...markupProblems(svg)];
}

/** Unbalanced elements, scripts, handlers, addresses. */
function markupProblems(svg: string): readonly string[] {
  const problems: string[] = [];
  const open: string[] = [];
  for (const [tag, end, name = "", rest = ""] of svg.matchAll(/<(\/?)([a-z]+)((?:\s[\w:-]+="[^"<>]*")*\s*\/?)>/gi)) {
    if (end === "/") {
      if (open.pop() !== name) problems.push(`${tag} closes nothing.`);
    } else if (!rest.endsWith("/")) open.push(name);
    if (end === "" && (name === "script" || name === "foreignObject" || /\son\w+=/.test(rest.replace(/"[^"]*"/g, '""')))) problems.push(`${tag} may run a script.`);
    const leads = name === "a" && /^ href="#[^"]*"$/.test(rest);
    if ((/href="(?!data:image\/png)/.test(rest) && !leads) || /url\(/.test(rest)) problems.push(`${tag} asks for something from elsewhere.`);
  }
  if (open.length > 0) problems.push(`not closed: ${open.join(", ")}.`);
  if (/<(?!\/?[a-z]+[\s/>])/i.test(svg)) problems.push("a < that is no tag.");
  if (/NaN|Infinity|undefined/.test(svg.replace(/href="[^"]*"/g, ""))) problems.push("a number is missing.");
  if (!/^<svg [^>]*role="(?:img|group)"[^>]*>\n<title>[^<]+<\/title>\n<desc>[^<]+<\/desc>/.test(svg)) problems.push("role, title or desc is missing.");
  return problems;
}
