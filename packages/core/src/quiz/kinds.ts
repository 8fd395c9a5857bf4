import type { ExerciseKind } from "./exercise.ts";
import { activationMemory, batchNormParameters, convParameters, denseParameters, depthwiseParameters, factorisation, macs, netParameters } from "./kinds/counts.ts";
import { field } from "./kinds/fields.ts";
import { convolutionResult, poolingResult } from "./kinds/matrices.ts";
import { dilation, flattenSize, kernelFor, outputSize, samePadding, sameSize, shrink, transposedSize } from "./kinds/sizes.ts";

/** The names of the kinds of exercise. */
export type ExerciseKindName =
  | "outputSize" | "convParameters" | "denseParameters" | "poolingResult" | "convolutionResult" | "flattenSize" | "samePadding" | "sameSize" | "kernelFor" | "batchNormParameters"
  | "macs" | "receptiveField" | "dilation" | "depthwiseParameters" | "netParameters" | "activationMemory" | "factorisation" | "shrink" | "transposedSize";

/** Every kind of exercise, by name, the easier ones first. */
export const exerciseKinds: { readonly [K in ExerciseKindName]: ExerciseKind } = {
  outputSize, convParameters, denseParameters, poolingResult, convolutionResult, flattenSize, samePadding, sameSize, kernelFor, batchNormParameters,
  macs, receptiveField: field, dilation, depthwiseParameters, netParameters, activationMemory, factorisation, shrink, transposedSize,
};

/** The same names as a list. */
export const exerciseKindNames: readonly ExerciseKindName[] = Object.keys(exerciseKinds) as ExerciseKindName[];
