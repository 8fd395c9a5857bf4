/** A row of a paper's table: `depth` blocks of `filters` channels, the first of which has the row's strides. */
export interface TableRow {
  readonly filters: number;
  readonly depth: number;
  readonly strides: number;
}

/** Where a block stands. */
export interface Place {
  /** Channels that come in. */
  readonly channels: number;
  readonly strides: number;
  /** How many blocks stand before it in the whole table, and how many there are. */
  readonly index: number;
  readonly total: number;
}

/** The blocks of every row, one after the other, for an input of `channels`. */
export function blocksOf<Row extends TableRow, B>(rows: readonly Row[], channels: number, block: (row: Row, place: Place) => B): B[][] {
  const total = rows.reduce((sum, { depth }) => sum + depth, 0);
  let [before, index] = [channels, 0];
  return rows.map((row) =>
    Array.from({ length: row.depth }, (_, i) => {
      const place = { channels: before, strides: i === 0 ? row.strides : 1, index, total };
      before = row.filters;
      index++;
      return block(row, place);
    }),
  );
}
