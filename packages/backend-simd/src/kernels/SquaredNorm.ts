import { input, sizeOf, type Kernel } from "../kernel.ts";

/** The sum of the squares of all numbers, a scalar: {x}. */
export const squaredNorm: Kernel = (call) => {
  const x = input(call, "x");
  const { backend } = call;
  const y = backend.output([]);
  const n = sizeOf(x);
  if (n === 0) backend.view(y).fill(0);
  else backend.borrow(backend.exports.middleBytes(1, n, 1), (partial) => backend.exports.SquaredNorm(n, backend.pointer(x), backend.pointer(y), partial));
  return y;
};
