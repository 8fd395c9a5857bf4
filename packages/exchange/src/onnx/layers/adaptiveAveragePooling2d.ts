import { adaptiveBins, type AdaptiveAveragePooling2d } from "@convscope/core";
import type { Emit } from "../emission.ts";
import { averagePool, even, mix, type Rows } from "../pool.ts";

export const adaptiveAveragePooling2d: Emit<AdaptiveAveragePooling2d> = ({ outputSize: [oh, ow] }, [x], to) => {
  const [h = 1, w = 1] = x.shape;
  const value = to.first(x);
  if (oh === 1 && ow === 1) return to.withFirst(to.op("GlobalAveragePool", [value]));
  return to.withFirst(h % oh === 0 && w % ow === 0 ? averagePool(to, value, [even(h, oh), even(w, ow)], false) : mix(to, value, [binRows(h, oh), binRows(w, ow)]));
};

const binRows = (length: number, count: number): Rows =>
  adaptiveBins(length, count).map(([from, to]) => Array.from({ length }, (_, i) => (i >= from && i < to ? 1 / (to - from) : 0)));
