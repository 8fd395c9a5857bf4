export type Place = readonly [x: number, y: number];

/** A loss over two weights. */
export interface Surface {
  readonly name: string;
  readonly formula: string;
  readonly x: Place;
  readonly y: Place;
  readonly start: Place;
  /** Above this rate plain descent swings out, where the surface is a bowl. */
  readonly limit?: number;
  loss(x: number, y: number): number;
  slope(x: number, y: number): Place;
}

/** A bowl: half of a·x² + 2c·xy + b·y². Its steepest bend decides which rates converge: those below 2 over the largest eigenvalue. */
const bowl = (name: string, formula: string, [a, b, c]: readonly [number, number, number], [x, y]: Place, start: Place): Surface => ({
  name, formula, start, x: [-x, x], y: [-y, y],
  limit: 2 / ((a + b) / 2 + Math.hypot((a - b) / 2, c)),
  loss: (u, v) => (a * u * u + 2 * c * u * v + b * v * v) / 2,
  slope: (u, v) => [a * u + c * v, c * u + b * v],
});

/** Five flats: rooms from 1 to 5, and area in tens of m²; both about their means, so that there is no bias to learn. */
const rooms = [-2, -1, 0, 1, 2] as const;
const areas = [-5, 4, -3.5, -0.5, 5] as const;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const product = (a: readonly number[], b: readonly number[]): number => mean(a.map((value, i) => value * (b[i] ?? 0)));
const standardised = (values: readonly number[]): readonly number[] => values.map((value) => value / Math.sqrt(product(values, values)));
const features = (one: readonly number[], other: readonly number[]): readonly [number, number, number] => [product(one, one), product(other, other), product(one, other)];

/** What the playground descends; of bowls both axes have the same scale, so that one sees how long they are; weights of flats are told as their distance from the best. */
export const surfaces: readonly Surface[] = [
  bowl("elongated bowl", "½(x² + 10·y²)", [1, 10, 0], [4.5, 3], [-4, 1]),
  bowl("round bowl", "½(x² + y²)", [1, 1, 0], [4.5, 3], [-4, 2]),
  bowl("two features as measured", "½ mean of (rooms·x + area·y)²", features(rooms, areas), [4.5, 3], [-4, 2]),
  bowl("the same, standardised", "½ mean of (rooms/1.41·x + area/3.96·y)²", features(standardised(rooms), standardised(areas)), [4.5, 3], [-4, 2]),
  {
    name: "bent valley", formula: "(1 − x)² + 8·(y − x²)²", x: [-1.6, 1.6], y: [-0.6, 2], start: [-1.2, 1.2],
    loss: (x, y) => (1 - x) ** 2 + 8 * (y - x * x) ** 2,
    slope: (x, y) => [-2 * (1 - x) - 32 * x * (y - x * x), 16 * (y - x * x)],
  },
  {
    name: "two hollows", formula: "¼x⁴ − ½x² + 0.1·x + ½y²", x: [-1.8, 1.8], y: [-1.4, 1.4], start: [1.6, 1.2],
    loss: (x, y) => x ** 4 / 4 - x * x / 2 + 0.1 * x + y * y / 2,
    slope: (x, y) => [x ** 3 - x + 0.1, y],
  },
  {
    name: "saddle", formula: "½(x² − y²) + ¼y⁴", x: [-2.4, 2.4], y: [-1.8, 1.8], start: [-2, 0.01],
    loss: (x, y) => (x * x - y * y) / 2 + y ** 4 / 4,
    slope: (x, y) => [x, -y + y ** 3],
  },
];

/** How one goes down. */
export interface Descent {
  readonly rate: number;
  /** Share of the last step that is taken again: v ← momentum·v + slope, place ← place − rate·v. */
  readonly momentum: number;
  readonly steps: number;
  readonly start: Place;
}

/** The places of a descent, the start first; it ends where the numbers do. */
export function descend({ slope }: Surface, { rate, momentum, steps, start }: Descent): readonly Place[] {
  const places: Place[] = [start];
  let velocity: Place = [0, 0];
  for (let i = 0; i < steps; i++) {
    const [x, y] = places.at(-1) ?? start;
    const [byX, byY] = slope(x, y);
    velocity = [momentum * velocity[0] + byX, momentum * velocity[1] + byY];
    const next: Place = [x - rate * velocity[0], y - rate * velocity[1]];
    if (!next.every((value) => Math.abs(value) < 1e12)) break;
    places.push(next);
  }
  return places;
}

/** `0.01 0.15` as rates; up to four. @throws RangeError with what is wrong. */
export function ratesOf(text: string): readonly number[] {
  const rates = text.trim().split(/[\s;]+/).map(Number);
  if (rates.length > 4 || !rates.every((rate) => rate > 0 && rate <= 100)) throw new RangeError(`Learning rates must be one to four numbers above 0 and up to 100, apart by spaces. Received "${text}".`);
  return rates;
}
