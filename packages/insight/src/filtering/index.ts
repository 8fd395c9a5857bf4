export { filtered, magnitude, type Edge, type FilterOptions } from "./filtered.ts";
export { gaussianKernel, kernelOf, kernels, turned, type Kernel, type KernelName } from "./kernel.ts";
export { matchTemplate, type TemplateMatch, type TemplateOptions } from "./template.ts";
