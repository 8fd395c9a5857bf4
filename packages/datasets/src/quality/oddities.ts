import { where, type Album } from "./album.ts";
import { example, finding, median } from "./finding.ts";
import type { Finding } from "./report.ts";
import { thresholds } from "./thresholds.ts";

const { tinySide, tinyShare, giantPixels, extremeAspect } = thresholds;

/** Pictures that are unlike the others: grey or coloured, tiny, giant, of extreme proportions, of a single colour. */
export function oddities(album: Album, wanted: number): readonly Finding[] {
  const { height, width } = album;
  const side = (i: number): number => Math.min(height[i] as number, width[i] as number);
  const area = (i: number): number => (height[i] as number) * (width[i] as number);
  const aspect = (i: number): number => Math.max(height[i] as number, width[i] as number) / side(i);
  const all = where(album, () => true);
  const sized = (places: readonly number[]) => places.map((i) => example(album, [i], `${width[i]}×${height[i]}`));

  const usualSide = median(all.map(side));
  const tiny = all.filter((i) => side(i) < tinySide && side(i) < tinyShare * usualSide).sort((a, b) => side(a) - side(b));
  const giant = all.filter((i) => area(i) > giantPixels).sort((a, b) => area(b) - area(a));
  const usualAspect = median(all.map(aspect));
  const extreme = all.filter((i) => aspect(i) > extremeAspect && aspect(i) > 2 * usualAspect).sort((a, b) => aspect(b) - aspect(a));
  const plain = all.filter((i) => album.plain[i] === 1);
  return [
    ...finding("tiny", "warning", tiny.length, sized(tiny), wanted),
    ...finding("giant", "note", giant.length, sized(giant), wanted),
    ...finding("extreme", "note", extreme.length, sized(extreme), wanted),
    ...finding("plain", "warning", plain.length, plain.map((i) => example(album, [i], `brightness ${Math.round(100 * (album.brightness[i] as number))} %`)), wanted),
    ...greyness(album, wanted),
  ];
}

/** Grey pictures among coloured ones or the other way about, whichever are fewer. Those of a single colour tell nothing. */
function greyness(album: Album, wanted: number): readonly Finding[] {
  const grey = where(album, (i) => album.plain[i] === 0 && album.grey[i] === 1);
  const coloured = where(album, (i) => album.plain[i] === 0 && album.grey[i] === 0);
  const [kind, few] = grey.length <= coloured.length ? (["grey", grey] as const) : (["coloured", coloured] as const);
  const counts = new Map<number, number>();
  for (const i of few) {
    const label = album.entries[i]?.label ?? 0;
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const share = (i: number): number => (counts.get(album.entries[i]?.label ?? 0) ?? 0) / few.length;
  // The class that most of them belong to comes first: there it matters.
  const sorted = [...few].sort((a, b) => share(b) - share(a) || a - b);
  return finding(kind, "warning", few.length, sorted.map((i) => example(album, [i], `${Math.round(100 * share(i))} % of the ${kind} ones are ${album.classes[album.entries[i]?.label ?? 0] ?? "of no class"}`)), wanted);
}
