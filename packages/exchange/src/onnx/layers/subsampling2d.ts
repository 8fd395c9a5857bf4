import { product, type Subsampling2d } from "@convscope/core";
import { affine } from "../affine.ts";
import type { Emit } from "../emission.ts";

/** The sum of each patch is its mean times its size. */
export const subsampling2d: Emit<Subsampling2d> = ({ poolSize, strides }, [x], to) => {
  const means = to.op("AveragePool", [to.first(x)], { kernel_shape: poolSize, strides });
  const y = to.withFirst(to.op("Mul", [means, to.number(product(poolSize))]));
  return to.withFirst(affine(to, y, y.value));
};
