/** Advance widths of a TrueType font, in 1/1000 em. Enough of the format to check our table: head, hhea, hmtx, cmap 4 and 12. */
export interface FontWidths {
  /** Undefined where the font has no glyph. */
  readonly width: (codePoint: number) => number | undefined;
}

const missing = (what: string): never => {
  throw new Error(`ttf: ${what} not found`);
};

function tables(view: DataView): (tag: string) => number {
  const places = new Map<string, number>();
  for (let i = 0; i < view.getUint16(4); i++) {
    const at = 12 + i * 16;
    const tag = String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
    places.set(tag, view.getUint32(at + 8));
  }
  return (tag) => places.get(tag) ?? missing(tag);
}

function segmentGlyph(view: DataView, at: number, code: number): number {
  const count = view.getUint16(at + 6) / 2;
  for (let i = 0; i < count; i++) {
    if (code > view.getUint16(at + 14 + i * 2)) continue;
    const start = view.getUint16(at + 16 + count * 2 + i * 2);
    if (code < start) return 0;
    const delta = view.getUint16(at + 16 + count * 4 + i * 2);
    const rangeAt = at + 16 + count * 6 + i * 2;
    const range = view.getUint16(rangeAt);
    if (range === 0) return (code + delta) & 0xffff;
    const glyph = view.getUint16(rangeAt + range + (code - start) * 2);
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
  }
  return 0;
}

function groupGlyph(view: DataView, at: number, code: number): number {
  for (let i = 0; i < view.getUint32(at + 12); i++) {
    const group = at + 16 + i * 12;
    const start = view.getUint32(group);
    if (code >= start && code <= view.getUint32(group + 4)) return view.getUint32(group + 8) + code - start;
  }
  return 0;
}

function glyphOf(view: DataView, cmap: number): (code: number) => number {
  for (const wanted of [12, 4]) {
    for (let i = 0; i < view.getUint16(cmap + 2); i++) {
      const at = cmap + view.getUint32(cmap + 8 + i * 8);
      if (view.getUint16(at) === wanted) return (code) => (wanted === 12 ? groupGlyph : segmentGlyph)(view, at, code);
    }
  }
  return missing("a cmap of format 4 or 12");
}

/** Reads a font file. */
export function fontWidths(file: Uint8Array): FontWidths {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const table = tables(view);
  const unitsPerEm = view.getUint16(table("head") + 18);
  const metrics = view.getUint16(table("hhea") + 34);
  const hmtx = table("hmtx");
  const glyph = glyphOf(view, table("cmap"));
  return {
    width: (codePoint) => {
      const index = glyph(codePoint);
      return index === 0 ? undefined : (view.getUint16(hmtx + Math.min(index, metrics - 1) * 4) * 1000) / unitsPerEm;
    },
  };
}
