/** Values on a grid, row by row. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly values: ArrayLike<number>;
}

type Spot = readonly [column: number, row: number];

/**
 * The line on which a grid of values has a level, as short pieces: in each square of the grid, from side to side by straight lines
 * between its corners (marching squares; where two opposite corners are higher, the middle decides).
 */
export function isolines({ rows, columns, values }: Grid, level: number): readonly (readonly [Spot, Spot])[] {
  const pieces: (readonly [Spot, Spot])[] = [];
  const at = (row: number, column: number): number => values[row * columns + column] ?? Number.NaN;
  for (let row = 0; row + 1 < rows; row++)
    for (let column = 0; column + 1 < columns; column++) {
      // Most squares lie on one side of the level.
      const higher = Number(at(row, column) > level) + Number(at(row, column + 1) > level) + Number(at(row + 1, column + 1) > level) + Number(at(row + 1, column) > level);
      if (higher === 0 || higher === 4) continue;
      const corners: readonly (readonly [Spot, number])[] = [
        [[column, row], at(row, column)],
        [[column + 1, row], at(row, column + 1)],
        [[column + 1, row + 1], at(row + 1, column + 1)],
        [[column, row + 1], at(row + 1, column)],
      ];
      if (!corners.every(([, value]) => Number.isFinite(value))) continue;
      const crossings = corners.flatMap(([from, a], i): Spot[] => {
        const [to, b] = corners[(i + 1) % 4] ?? [from, a];
        if (a > level === b > level) return [];
        const share = (level - a) / (b - a);
        return [[from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]];
      });
      const [first, second, third, fourth] = crossings;
      if (first === undefined || second === undefined) continue;
      if (third === undefined || fourth === undefined) {
        pieces.push([first, second]);
        continue;
      }
      const middle = corners.reduce((sum, [, value]) => sum + value, 0) / 4;
      const joined = (corners[0]?.[1] ?? 0) > level === middle > level;
      pieces.push(...(joined ? ([[first, second], [third, fourth]] as const) : ([[fourth, first], [second, third]] as const)));
    }
  return pieces;
}
