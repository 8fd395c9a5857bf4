import { ARGUMENTS } from "./queue";

/** Numbers that an operation has beside its arrays, such as a slope: set before its kernel is called. They lie behind its arguments. */
const PARAMETERS: usize = ARGUMENTS + 2048;

/** Sets the number at an index. */
export function setParameter(index: i32, value: f32): void {
  store<f32>(PARAMETERS + (<usize>index << 2), value);
}

/** A parameter in all lanes. */
// @ts-ignore: decorator
@inline
export function parameter(index: usize): v128 {
  return v128.load32_splat(PARAMETERS + (index << 2));
}
