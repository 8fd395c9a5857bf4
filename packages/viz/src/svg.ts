/** A piece of finished SVG. Everything in it has been escaped. */
export interface Markup {
  readonly markup: string;
}

/** A string is text, which gets escaped; markup goes in as it is. */
export type Child = Markup | string;

/** Values of attributes; undefined ones are left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Characters that XML forbids, lone surrogates, and marks that would turn the direction of what follows. */
const forbidden = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;
const turning = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text on one line, without what XML forbids or what would reorder its neighbours. */
export function plain(text: string): string {
  return text.replace(forbidden, "\u{fffd}").replace(turning, "").replace(/\s+/g, (space) => (/^[\u00a0\u202f]+$/.test(space) ? space : " "));
}

/** Anything but single spaces and the ASCII that stands for itself. An outline of 10,000 points has none of it, and looking at each of its spaces takes longer than drawing it. */
const special = /[^ !#-%(-;=?-~]| {2}/;

/** Text made safe as content or attribute value. */
export function escape(text: string): string {
  return !special.test(text) ? text : plain(text).replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** A number with at most two decimals, so that output does not depend on the last bits of a computation. */
export function rounded(value: number): string {
  const hundredths = Math.round(value * 100) / 100;
  return `${Object.is(hundredths, -0) ? 0 : hundredths}`;
}

function attribute(element: string, name: string, value: string | number): string {
  if (typeof value === "string") return ` ${name}="${escape(value)}"`;
  if (!Number.isFinite(value)) throw new RangeError(`svg: attribute ${name} of <${element}> must be a finite number. Received ${value}.`);
  return ` ${name}="${rounded(value)}"`;
}

/**
 * One element. Names are the program's own; values and text may be anyone's.
 * A value that names a custom property moves into `style`, the one place where all readers resolve it.
 */
export function element(name: string, attributes: Attributes = {}, children: readonly Child[] = []): Markup {
  const styles: string[] = [];
  let head = "";
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    if (key !== "style" && typeof value === "string" && value.startsWith("var(")) styles.push(`${key}:${value}`);
    else if (key === "style") styles.push(`${value}`);
    else head += attribute(name, key, value);
  }
  if (styles.length > 0) head += attribute(name, "style", styles.join(";"));
  if (children.length === 0) return { markup: `<${name}${head}/>` };
  const inline = children.some((child) => typeof child === "string");
  const parts = children.map((child) => (typeof child === "string" ? escape(child) : child.markup));
  return { markup: inline ? `<${name}${head}>${parts.join("")}</${name}>` : `<${name}${head}>\n${parts.join("\n")}\n</${name}>` };
}

/** An outline from points `[x, y]`, in order. */
export function path(points: readonly (readonly [number, number])[], closed = false): string {
  return points.map(([x, y], i) => `${i === 0 ? "M" : "L"}${rounded(x)} ${rounded(y)}`).join("") + (closed ? "Z" : "");
}
