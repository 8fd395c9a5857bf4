export { packWindows, windows } from "./windows";
export { addParts, filterGradient } from "./filterGradient";
export { depthwise, depthwiseFilter } from "./depthwise";
export { fewRows, matrices } from "./matrices";
export { winograd, winogradFilter, winogradKernel } from "./winograd";
