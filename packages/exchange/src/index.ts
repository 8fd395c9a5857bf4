export { FormatError, type Arrays, type NdArray } from "./array.ts";
export { readSafetensors, writeSafetensors, type Safetensors } from "./safetensors.ts";
export { fromTorch, toTorch } from "./torch.ts";
