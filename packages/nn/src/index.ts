export type { Arrays, NdArray } from "./array.ts";
