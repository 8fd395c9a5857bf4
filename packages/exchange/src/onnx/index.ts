export { flat, filled, OnnxBuilder, type Value } from "./builder.ts";
export { axisIn, channelAxis, Emission, type Emit, type Laid, type Shared } from "./emission.ts";
export { emitterOf, type Unsupported } from "./emitters.ts";
export type { OnnxAttribute, OnnxModel, OnnxNode, OnnxOp, OnnxTensor, OnnxType, OnnxValue } from "./model.ts";
export { even, maxPool, mix, averagePool, sumPool } from "./pool.ts";
export { onnxPads, slides2d, slidingAttributes } from "./convolution.ts";
export { permute } from "../permute.ts";
export { torchShape } from "../torch.ts";
export { writeOnnx } from "./writeOnnx.ts";
