export { constant, ones, zeros, type Constant } from "./constant.ts";
export type { ArraySpec } from "./initializer.ts";
export { initialWeights, type InitialWeightsOptions } from "./initialWeights.ts";
export { orthogonal, type Orthogonal } from "./orthogonal.ts";
export { randomNormal, type RandomNormal } from "./randomNormal.ts";
export { randomUniform, type RandomUniform } from "./randomUniform.ts";
export { type InitScheme, type WeightInit } from "./scheme.ts";
export { generate, initializers, parseInitializer, type Initializer, type InitializerKind } from "./table.ts";
export {
  glorotNormal, glorotUniform, heNormal, heUniform, lecunNormal, lecunUniform, torchUniform, varianceScaling, type FanOptions, type NormalOptions, type VarianceScaling,
} from "./varianceScaling.ts";
