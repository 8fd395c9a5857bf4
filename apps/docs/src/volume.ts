import { conv2d, correlationSteps, product, rowsOf, type Conv2d } from "@convscope/core";
import type { Rows } from "./rows.ts";
import { textRows } from "./link.ts";

/** A picture of three channels, and the layer of a filter for each of them. */
export const channels: readonly { readonly input: Rows; readonly kernel: Rows }[] = [
  ["1 1 1 0 0/0 1 1 1 0/0 0 1 1 1/0 0 1 1 0/0 1 1 0 0", "1 0 1/0 1 0/1 0 1"],
  ["1 0 0 1 0/0 1 1 0 0/0 1 1 1 1/1 0 1 0 0/1 1 0 0 0", "1 1 0/1 0 0/0 0 1"],
  ["1 0 1 0 1/1 0 0 1 0/0 1 0 0 0/0 0 1 0 1/0 0 0 0 0", "0 1 0/0 0 1/1 1 1"],
].map(([input = "", kernel = ""]) => ({ input: textRows(input, 8) ?? [], kernel: textRows(kernel, 5) ?? [] }));

type Numbers = { readonly shape: readonly number[]; readonly data: readonly number[] };

/** Grids of one size as one array, channel by channel at each place. */
function stacked(grids: readonly Rows[]): Numbers {
  const [first = []] = grids;
  const shape = [first.length, first[0]?.length ?? 0, grids.length];
  return { shape, data: Array.from({ length: product(shape) }, (_, i) => grids[i % grids.length]?.flat()[Math.floor(i / grids.length)] ?? 0) };
}

/** One filter through all channels: as a layer with its numbers, what each channel alone gives, and the sum. */
export function throughAll(inputs: readonly Rows[], kernels: readonly Rows[]): { readonly layer: Conv2d; readonly input: Numbers; readonly weight: Numbers; readonly each: readonly Rows[]; readonly sum: Rows } {
  const size = kernels[0]?.length ?? 1;
  const each = inputs.map((input, c) => rowsOf(correlationSteps(input, kernels[c] ?? []), (input[0]?.length ?? 0) - size + 1));
  const sum = (each[0] ?? []).map((row, i) => row.map((_, j) => each.reduce((total, rows) => total + (rows[i]?.[j] ?? 0), 0)));
  return { layer: conv2d(1, size, { useBias: false }), input: stacked(inputs), weight: stacked(kernels), each, sum };
}
