/** Every word of the captions after `<end>`, which is word 0. */
export const words: readonly string[] = ["<end>", "a", "small", "large", "red", "green", "blue", "yellow", "circle", "square", "triangle", "left", "of", "above"];

/** The longest caption: `a large red circle left of a small blue square`. */
export const longest = 10;

/** A place of a row that tells nothing: what follows the end of a caption. */
export const nothing = 255;

/** Captions as places among the words: what goes in, filled up with the end, and what is to come out, which goes one word further. */
export function wordRows(captions: readonly (readonly string[])[]): { readonly seen: Int32Array; readonly said: Uint8Array } {
  const seen = new Int32Array(captions.length * longest);
  const said = new Uint8Array(captions.length * (longest + 1)).fill(nothing);
  captions.forEach((caption, i) => {
    const places = caption.map((word) => words.indexOf(word));
    seen.set(places, i * longest);
    said.set([...places, 0], i * (longest + 1));
  });
  return { seen, said };
}

/** Captions word by word, each the likeliest after those before; what a memory has not read yet cannot change what it says. */
export async function greedy(next: (after: Int32Array) => Promise<ArrayLike<number>>, pictures: number): Promise<string[][]> {
  const seen = new Int32Array(pictures * longest);
  for (let place = 0; place < longest; place++) {
    const said = await next(seen);
    for (let i = 0; i < pictures; i++) seen[i * longest + place] = said[i * (longest + 1) + place] ?? 0;
  }
  return Array.from({ length: pictures }, (_, i) => {
    const row = Array.from(seen.subarray(i * longest, (i + 1) * longest), (place) => words[place] ?? "");
    const end = row.indexOf("<end>");
    return end < 0 ? row : row.slice(0, end);
  });
}
