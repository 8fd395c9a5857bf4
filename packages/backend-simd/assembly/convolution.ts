export { packWindows, windows } from "./windows";
export { filterGradient } from "./filterGradient";
export { addParts } from "./parts";
export { depthwise, depthwiseFilter } from "./depthwise";
export { fewRows, matrices } from "./matrices";
export { winograd, winogradFilter, winogradKernel } from "./winograd";
