export { gradCam, gradCamPlusPlus, layerCam, type CamOptions, type ClassActivationMap } from "./cam.ts";
export { gradient, guidedBackprop, inputTimesGradient, overChannels, saliency, type Attribution } from "./gradient.ts";
export { integratedGradients, type IntegratedGradients, type IntegratedGradientsOptions } from "./integratedGradients.ts";
export { occlusion, type OcclusionOptions } from "./occlusion.ts";
export { randomizedWeights, type Randomized, type RandomizedWeightsOptions } from "./randomizedWeights.ts";
export { scoreCam, type ScoreCamOptions } from "./scoreCam.ts";
export { smoothGrad, type SmoothGradOptions } from "./smoothGrad.ts";
