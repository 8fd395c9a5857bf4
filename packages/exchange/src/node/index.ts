export { fetchWeights, weightsAddress, weightsPath, type FetchWeightsOptions, type WeightsOnWeb, type WeightsPlace } from "./fetchWeights.ts";
export { openSafetensors, type OpenSafetensors } from "@convscope/files";
export { readWeights } from "./readWeights.ts";
