/** An axis counted from the front. */
export const axisFrom = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);
