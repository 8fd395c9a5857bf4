import { where, type Album } from "./album.ts";
import { featureLength, shapeLength } from "./glance.ts";
import { nearPairs } from "./near.ts";
import type { Pause } from "./options.ts";
import { thresholds } from "./thresholds.ts";

/** Pictures that belong together, by their places in the album, ascending. */
export type Group = readonly number[];

/** Groups of pictures whose pixels are the same. */
export function equalPictures(album: Album): readonly Group[] {
  const groups = new Map<string, number[]>();
  for (const i of where(album, (place) => album.plain[place] === 0)) {
    const checksum = album.checksum[i] as string;
    const group = groups.get(checksum);
    if (group === undefined) groups.set(checksum, [i]);
    else group.push(i);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/** Groups of pictures that look the same but are not equal: scaled, packed harder, brighter. Of equal pictures one stands for all; those of one colour look like nothing. */
export async function similarPictures(album: Album, equal: readonly Group[], pause: Pause): Promise<readonly Group[]> {
  const repeated = new Set(equal.flatMap((group) => group.slice(1)));
  const among = where(album, (i) => album.plain[i] === 0 && !repeated.has(i));
  const leader = new Map<number, number>();
  const leaderOf = (i: number): number => {
    let at = i;
    for (let next = leader.get(at); next !== undefined; next = leader.get(at)) {
      // Every other one on the way is led by the next but one: the ways stay short.
      const over = leader.get(next);
      if (over !== undefined) leader.set(at, over);
      at = over ?? next;
    }
    return at;
  };
  await nearPairs(album.fingerprint, among, pause, (a, b) => {
    const [first, second] = [leaderOf(a), leaderOf(b)];
    if (first === second || !lookAlike(album.features, a, b)) return;
    leader.set(Math.max(first, second), Math.min(first, second));
  });
  const groups = new Map<number, number[]>();
  for (const i of among) {
    if (!leader.has(i)) continue;
    const top = leaderOf(i);
    const group = groups.get(top);
    if (group === undefined) groups.set(top, [top, i]);
    else group.push(i);
  }
  return [...groups.values()];
}

function lookAlike(features: Float32Array, a: number, b: number): boolean {
  const [atA, atB] = [a * featureLength, b * featureLength];
  let shape = 0;
  for (let i = 0; i < shapeLength; i++) {
    const difference = (features[atA + i] as number) - (features[atB + i] as number);
    shape += difference * difference;
    if (shape > thresholds.similarShape) return false;
  }
  let colour = 0;
  for (let i = shapeLength; i < featureLength; i++) colour += Math.abs((features[atA + i] as number) - (features[atB + i] as number));
  return colour <= thresholds.similarColour * (featureLength - shapeLength);
}
