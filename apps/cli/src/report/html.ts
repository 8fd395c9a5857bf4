/** A piece of finished HTML. Everything in it has been escaped. */
export interface Html {
  readonly html: string;
}

/** What stands in a piece: a text or a number gets escaped, HTML goes in as it is, nothing is left out. */
export type Piece = Html | string | number | undefined | readonly Piece[];

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** What HTML forbids, and marks that would turn the direction of what follows. */
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A text made safe between tags and in attributes with quotation marks. */
export const escaped = (text: string): string => text.replace(forbidden, "\ufffd").replace(/[&<>"']/g, (character) => entities[character] ?? character);

/** HTML whose tags are the program's own; what is put in between, such as names of classes, may be anyone's. */
export const html = (strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html => ({ html: strings.map((text, i) => text + (i < pieces.length ? written(pieces[i]) : "")).join("") });

/** A figure of `@convscope/viz`, which escapes by itself. */
export const figureHtml = (svg: string): Html => ({ html: svg.trimEnd() });

function written(piece: Piece): string {
  if (piece === undefined) return "";
  if (typeof piece === "string" || typeof piece === "number") return escaped(String(piece));
  return "html" in piece ? piece.html : piece.map(written).join("");
}
