import type { NdArray } from "@convscope/nn";

/** Maps `[N, h, w]` at another size, `[N, H, W]`: bilinear between the middles of pixels, as pictures are enlarged. */
export function resized({ shape, data }: NdArray, height: number, width: number): { readonly shape: readonly number[]; readonly data: Float32Array } {
  const [samples = 0, h = 1, w = 1] = shape;
  const rows = weightsOf(h, height);
  const columns = weightsOf(w, width);
  const out = new Float32Array(samples * height * width);
  for (let i = 0; i < samples; i++) {
    const at = (y: number, x: number): number => data[(i * h + y) * w + x] ?? 0;
    for (const [y, row] of rows.entries())
      for (const [x, column] of columns.entries()) {
        const upper = (1 - column.share) * at(row.from, column.from) + column.share * at(row.from, column.to);
        const lower = (1 - column.share) * at(row.to, column.from) + column.share * at(row.to, column.to);
        out[(i * height + y) * width + x] = (1 - row.share) * upper + row.share * lower;
      }
  }
  return { shape: [samples, height, width], data: out };
}

/** For each place of the larger axis the two of the smaller between which it lies, and how near it is to the second. */
function weightsOf(small: number, large: number): readonly { readonly from: number; readonly to: number; readonly share: number }[] {
  return Array.from({ length: large }, (_, i) => {
    const middle = Math.min(Math.max(((i + 0.5) * small) / large - 0.5, 0), small - 1);
    const from = Math.floor(middle);
    return { from, to: Math.min(from + 1, small - 1), share: middle - from };
  });
}
