import type { ZeroPadding2d } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";

export const zeroPadding2d: Executor<ZeroPadding2d> = ({ padding: [height, width] }, inputs) => tf.pad(only(inputs), [[0, 0], [...height], [...width], [0, 0]]);
