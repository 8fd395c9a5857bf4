import type { Area } from "./picture.ts";

/** A round mark that wants a name beside it. */
export interface NamedMark {
  readonly x: number;
  readonly y: number;
  readonly r: number;
  /** Size of its name, pixels. */
  readonly width: number;
  readonly height: number;
}

/** Where a name stands: its box, and whether it is so far off that a line should lead to it. */
export interface NamePlace {
  readonly box: Area;
  readonly far: boolean;
}

const turns = [0, 180, 270, 90, 315, 45, 225, 135] as const;
const distances = [4, 12, 24, 40, 60] as const;

const meet = (a: Area, b: Area): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const covers = ({ x, y, r }: NamedMark, box: Area): boolean => {
  const [dx, dy] = [x - Math.max(box.x, Math.min(x, box.x + box.width)), y - Math.max(box.y, Math.min(y, box.y + box.height))];
  return dx * dx + dy * dy < (r + 1) ** 2;
};

/**
 * A place for each name within `area`: beside its mark if it can, else further off, never on a mark or on another name; undefined
 * where there is none. Small marks choose first, since they are the easiest to lose.
 */
export function namePlaces(marks: readonly NamedMark[], area: Area): readonly (NamePlace | undefined)[] {
  const taken: Area[] = [];
  const found = new Array<NamePlace | undefined>(marks.length).fill(undefined);
  const order = marks.map((_, i) => i).sort((a, b) => (marks[a]?.r ?? 0) - (marks[b]?.r ?? 0) || a - b);
  for (const index of order) {
    const mark = marks[index];
    if (mark === undefined) continue;
    const place = candidates(mark).find(({ box }) => box.x >= area.x && box.y >= area.y && box.x + box.width <= area.x + area.width && box.y + box.height <= area.y + area.height && !taken.some((other) => meet(other, box)) && !marks.some((other) => covers(other, box)));
    if (place !== undefined) {
      found[index] = place;
      taken.push(place.box);
    }
  }
  return found;
}

/** Boxes around a mark, the nearest first; the side of the box that faces the mark is at its distance. */
function candidates({ x, y, r, width, height }: NamedMark): readonly NamePlace[] {
  return distances.flatMap((distance) =>
    turns.map((turn) => {
      const [right, down] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
      const reach = r + distance;
      const middle = [x + right * (reach + (Math.abs(right) > 0.1 ? width / 2 : 0)), y + down * (reach + (Math.abs(down) > 0.1 ? height / 2 : 0))] as const;
      return { box: { x: middle[0] - width / 2, y: middle[1] - height / 2, width, height }, far: distance > 12 };
    }),
  );
}
