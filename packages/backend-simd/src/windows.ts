import * as tf from "@tensorflow/tfjs-core";
import type { Call } from "./kernel.ts";

/** Windows along one axis of maps. */
export interface WindowAxis {
  /** Cells of a window. */
  readonly size: number;
  /** From one window to the next. */
  readonly stride: number;
  /** From one cell of a window to the next. */
  readonly dilation: number;
  /** Of the maps. */
  readonly length: number;
  /** Of the windows. */
  readonly count: number;
  /** How far the first window begins before the maps. */
  readonly before: number;
}

export type Windows = readonly [height: WindowAxis, width: WindowAxis];

/** Windows as the kernels take them. */
export const numbersOf = (windows: Windows): number[] => windows.flatMap(({ size, stride, dilation, length, count, before }) => [size, stride, dilation, length, count, before]);

/** The windows that TensorFlow.js's attributes mean on maps `[N, H, W, C]`. */
export function windowsOf({ attrs }: Call, shape: readonly number[]): Windows {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as {
    readonly filterSize: [number, number] | number;
    readonly strides: [number, number] | number;
    readonly pad: "valid" | "same" | number | tf.backend_util.ExplicitPadding;
    readonly dimRoundingMode?: "floor" | "round" | "ceil";
  };
  const info = tf.backend_util.computePool2DInfo(shape as [number, number, number, number], filterSize, strides, 1, pad, dimRoundingMode);
  return [
    { size: info.filterHeight, stride: info.strideHeight, dilation: 1, length: info.inHeight, count: info.outHeight, before: info.padInfo.top },
    { size: info.filterWidth, stride: info.strideWidth, dilation: 1, length: info.inWidth, count: info.outWidth, before: info.padInfo.left },
  ];
}
