import type { Kernel } from "../kernel.ts";
import { convolution } from "./convolution.ts";
import { elementwise } from "./elementwise.ts";
import { reduction } from "./reduction.ts";
import { spatial } from "./spatial.ts";

/** Every kernel that we accelerate, by TensorFlow.js's name. */
export const kernels: { readonly [name: string]: Kernel } = { ...convolution, ...elementwise, ...reduction, ...spatial };
