import { input, sizeOf, type Kernel } from "../kernel.ts";

/** `t` where the condition holds, else `e`. A condition for whole rows is left to the cpu backend; `tf.where` never makes one. */
export const select: Kernel = (call) => {
  const [condition, t, e] = [input(call, "condition"), input(call, "t"), input(call, "e")];
  const { backend } = call;
  const fits = condition.dtype === "bool" && t.dtype === e.dtype && (t.dtype === "float32" || t.dtype === "int32") && sizeOf(condition) === sizeOf(t);
  if (!fits) return undefined;
  const y = backend.output(t.shape, t.dtype);
  backend.exports.Select(sizeOf(t), backend.pointer(condition), backend.pointer(t), backend.pointer(e), backend.pointer(y));
  return y;
};
