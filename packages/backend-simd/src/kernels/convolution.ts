import type { Kernel } from "../kernel.ts";
import { batchMatMul, fusedMatMul } from "./BatchMatMul.ts";
import { conv2D } from "./Conv2D.ts";
import { conv2DBackpropFilter } from "./Conv2DBackpropFilter.ts";
import { conv2DBackpropInput } from "./Conv2DBackpropInput.ts";
import { depthwiseConv2dNative, depthwiseConv2dNativeBackpropFilter, depthwiseConv2dNativeBackpropInput, fusedDepthwiseConv2D } from "./DepthwiseConv2dNative.ts";
import { fusedConv2D } from "./FusedConv2D.ts";
import { groupedConv2D, groupedConv2DBackpropFilter, groupedConv2DBackpropInput } from "./GroupedConv2D.ts";

/** Convolutions and products of matrices. */
export const convolution: { readonly [name: string]: Kernel } = {
  BatchMatMul: batchMatMul,
  Conv2D: conv2D,
  Conv2DBackpropFilter: conv2DBackpropFilter,
  Conv2DBackpropInput: conv2DBackpropInput,
  DepthwiseConv2dNative: depthwiseConv2dNative,
  DepthwiseConv2dNativeBackpropFilter: depthwiseConv2dNativeBackpropFilter,
  DepthwiseConv2dNativeBackpropInput: depthwiseConv2dNativeBackpropInput,
  FusedConv2D: fusedConv2D,
  FusedDepthwiseConv2D: fusedDepthwiseConv2D,
  GroupedConv2D: groupedConv2D,
  GroupedConv2DBackpropFilter: groupedConv2DBackpropFilter,
  GroupedConv2DBackpropInput: groupedConv2DBackpropInput,
  _FusedMatMul: fusedMatMul,
};
