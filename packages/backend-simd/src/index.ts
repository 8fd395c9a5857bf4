export { fallbacks, type Fallback } from "./fallback.ts";
export { OutOfMemoryError } from "./memory.ts";
export { register, type Registered, type RegisterOptions } from "./register.ts";
export { simd, type BackendCheck } from "./simd.ts";
