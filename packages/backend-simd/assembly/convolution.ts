export { packWindows, windows } from "./windows";
export { filterGradient } from "./filterGradient";
export { addParts } from "./parts";
export { depthwise, depthwiseFilter } from "./depthwise";
export { fewRows, matrices } from "./matrices";
export { winograd, winogradKernel } from "./winograd";
export { winogradFilter } from "./winogradFilter";
