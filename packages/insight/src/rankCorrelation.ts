/** Spearman's rank correlation, in which equal values share the mean of their ranks; 0 where one of the two is the same everywhere. */
export function rankCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [x, y] = [ranks(a), ranks(b)];
  const middle = (x.length - 1) / 2;
  let [both, ofX, ofY] = [0, 0, 0];
  for (const [i, rank] of x.entries()) {
    const [dx, dy] = [rank - middle, (y[i] ?? 0) - middle];
    both += dx * dy;
    ofX += dx * dx;
    ofY += dy * dy;
  }
  return ofX === 0 || ofY === 0 ? 0 : both / Math.sqrt(ofX * ofY);
}

function ranks(values: ArrayLike<number>): Float64Array {
  const at = (i: number): number => values[i] ?? 0;
  const order = Uint32Array.from({ length: values.length }, (_, i) => i).sort((i, j) => at(i) - at(j));
  const found = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to + 1 < order.length && at(order[to + 1] ?? 0) === at(order[from] ?? 0)) to++;
    for (let i = from; i <= to; i++) found[order[i] ?? 0] = (from + to) / 2;
    from = to + 1;
  }
  return found;
}
