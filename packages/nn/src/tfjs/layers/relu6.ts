import type { Relu6 } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";
import { indicator } from "../pointwise.ts";
import { rectify } from "../rectify.ts";

export const relu6: Executor<Relu6> = (_, inputs, __, { rule }) =>
  rectify(only(inputs), rule, (x) => tf.relu6(x), (y) => indicator(tf.logicalAnd(tf.greater(y, 0), tf.less(y, 6))), "Relu6Grad");
