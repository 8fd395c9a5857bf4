import type { Pause } from "./options.ts";

/** Of how many pictures with one key each is compared with at most: more only happens where all look alike, and there some pairs are enough. */
const mostOfOneKey = 200;

/** The number of bits in which two numbers of 16 bits differ. */
function differing(a: number, b: number): number {
  let bits = a ^ b;
  let count = 0;
  for (; bits !== 0; bits &= bits - 1) count++;
  return count;
}

/** Each 16-bit key's places in ascending order: those of key k at `start[k] … start[k + 1] − 1` of `places`. */
interface Index {
  readonly start: Uint32Array;
  readonly places: Uint32Array;
}

function indexOf(fingerprints: Uint16Array, among: readonly number[], band: number): Index {
  const start = new Uint32Array(65_537);
  for (const place of among) {
    const next = (fingerprints[4 * place + band] as number) + 1;
    start[next] = (start[next] as number) + 1;
  }
  for (let key = 0; key < 65_536; key++) start[key + 1] = (start[key + 1] as number) + (start[key] as number);
  const places = new Uint32Array(among.length);
  const filled = start.slice();
  for (const place of among) {
    const key = fingerprints[4 * place + band] as number;
    const at = filled[key] as number;
    places[at] = place;
    filled[key] = at + 1;
  }
  return { start, places };
}

/**
 * All pairs of fingerprints `[n, 4]` (of 16 bits each) among the given places (ascending) that differ in at most 7 bits.
 * If 7 bits are shared out over 4 numbers, one of the numbers gets at most 1: so each is looked up as it is and with each of its bits turned
 * (multi-index hashing, arXiv:1307.2982, section 3.1), and nothing is compared with everything.
 *
 * @param visit called once for each pair, the smaller place first
 */
export async function nearPairs(fingerprints: Uint16Array, among: readonly number[], pause: Pause, visit: (a: number, b: number) => void): Promise<void> {
  const indices = [0, 1, 2, 3].map((band) => indexOf(fingerprints, among, band));
  for (const [done, a] of among.entries()) {
    for (let band = 0; band < 4; band++) visitBand(fingerprints, a, band, indices[band] as Index, visit);
    if (done % 16 === 15) await pause(done + 1);
  }
}

function visitBand(fingerprints: Uint16Array, a: number, band: number, { start, places }: Index, visit: (a: number, b: number) => void): void {
  const key = fingerprints[4 * a + band] as number;
  for (let bit = -1; bit < 16; bit++) {
    const probe = bit < 0 ? key : key ^ (1 << bit);
    const end = start[probe + 1] as number;
    let at = firstAfter(places, start[probe] as number, end, a);
    for (const last = Math.min(end, at + mostOfOneKey); at < last; at++) {
      const b = places[at] as number;
      let far = 0;
      let foundBefore = false;
      for (let other = 0; other < 4; other++) {
        const bits = differing(fingerprints[4 * a + other] as number, fingerprints[4 * b + other] as number);
        far += bits;
        if (other < band && bits <= 1) foundBefore = true;
      }
      if (far <= 7 && !foundBefore) visit(a, b);
    }
  }
}

/** The first position in `low … high` whose place is greater than `place`; the places ascend. */
function firstAfter(places: Uint32Array, low: number, high: number, place: number): number {
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] as number) <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}
