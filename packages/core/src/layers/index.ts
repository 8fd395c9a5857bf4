export { add, type Add } from "./add.ts";
export { conv2d, type Conv2d, type Conv2dOptions } from "./conv2d.ts";
export { dense, type Dense, type DenseOptions } from "./dense.ts";
export { flatten, type Flatten } from "./flatten.ts";
export { relu, type Relu } from "./relu.ts";
export { derive, kinds, macs, outputShape, rules, rulesOf, weights, windows, type Kind, type Layer, type LayerOf } from "./table.ts";
