import type { ZeroPadding2d } from "@convscope/core";
import { onnxPads } from "../convolution.ts";
import type { Emit } from "../emission.ts";

export const zeroPadding2d: Emit<ZeroPadding2d> = ({ padding }, [x], to) => to.withFirst(to.op("Pad", [to.first(x), to.wholes(onnxPads([[0, 0], [0, 0], ...padding]))]));
