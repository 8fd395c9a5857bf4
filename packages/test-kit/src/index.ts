export { expectClose, type Tolerance } from "./close.ts";
export { golden, goldenBytes } from "./golden.ts";
export { channelsFirst, channelsLast, fromTorchAxes, permute, type Floats, type Numbers } from "./layout.ts";
