import type { Relu } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";
import { rectify } from "../rectify.ts";

/** The guided and deconvnet rules change the gradient of rectifiers, this and relu6; that of every other activation is its own. */
export const relu: Executor<Relu> = (_, inputs, __, { rule }) => rectify(only(inputs), rule, (x) => tf.relu(x), (y) => tf.step(y), "ReluGrad");
