import type { NdArray } from "@convscope/nn";

/** Whole pixels by which pictures are moved down and to the right. */
export type Shift = readonly [down: number, right: number];

/** What moves pictures back. */
export const back = ([down, right]: Shift): Shift => [-down, -right];

/** Pictures `[N, H, W, C]` as if each lay on a ring: what is moved out on one side comes in on the other, so that nothing is lost. */
export function shifted({ shape, data }: NdArray, [down, right]: Shift): NdArray & { readonly data: Float32Array } {
  const [N = 0, H = 1, W = 1, C = 1] = shape;
  const moved = new Float32Array(data.length);
  for (let i = 0; i < N; i++)
    for (let y = 0; y < H; y++)
      for (let x = 0; x < W; x++) {
        const from = ((i * H + y) * W + x) * C;
        const to = ((i * H + onRing(y + down, H)) * W + onRing(x + right, W)) * C;
        for (let c = 0; c < C; c++) moved[to + c] = data[from + c] ?? 0;
      }
  return { shape, data: moved };
}

/** Remainders of negative numbers are negative in JavaScript. */
const onRing = (place: number, length: number): number => ((place % length) + length) % length;
