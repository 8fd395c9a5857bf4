import type { PoolAxis } from "@convscope/core";
import type * as tf from "@tensorflow/tfjs-core";

/** Windows along the height and width of maps. */
export type PoolAxes = readonly [height: PoolAxis, width: PoolAxis];

/** The windows of a sequence `[N, L, C]` seen as maps `[N, L, 1, C]`. */
export const upright = (length: PoolAxis): PoolAxes => [length, { size: 1, stride: 1, dilation: 1, length: 1, count: 1, before: 0, after: 0, covering: 0 }];

/** Windows that stand side by side and fill `length` exactly. */
export const even = (length: number, count: number): PoolAxis => ({ size: length / count, stride: length / count, dilation: 1, length, count, before: 0, after: 0, covering: 0 });

/** How far windows reach beyond both ends of an axis. */
export const edges = ({ before, covering }: PoolAxis): [number, number] => [before, Math.max(covering, 0)];

/** Windows as kernels of our own take them. */
export const windowAttributes = ([height, width]: PoolAxes): tf.NamedAttrMap => ({ height: { ...height }, width: { ...width } });
